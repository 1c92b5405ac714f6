import { errorFields, isObject } from "./errors.js";

/**
 * The provider's rate limit, as Truto normalizes it.
 * @see https://truto.one/docs/api-reference/overview/rate-limits
 */
export interface RateLimit {
  /** Requests per window. */
  limit: number | undefined;
  /** Length of the window in seconds. */
  window: number | undefined;
  /** Requests left in this window. */
  remaining: number | undefined;
  /** Seconds until the window resets. */
  reset: number | undefined;
}

/** A server that failed is given at least this long, in ms: a shorter wait would be a hot loop. */
const minimumBackoff = 100;
/** Backoff stops growing here, in ms. */
const maximumBackoff = 8_000;

/** Whether the same request may do better later; a 503 says the account is blocked, so it never does. */
export function isRetryable(status: number): boolean {
  return status === 429 || (status >= 500 && status !== 503);
}

/**
 * Wait in ms before the attempt after number `attempt`: exponential with full jitter.
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function backoff(attempt: number): number {
  const ceiling = Math.min(maximumBackoff, 250 * 2 ** attempt);
  return minimumBackoff + Math.random() * (ceiling - minimumBackoff);
}

/**
 * Whether an answer other than a success leaves open that the delete took place: a server that failed may
 * have done so after the CRM acted, and 302 and 303 may stand for "done, look there".
 * Only Truto's own 503 says that nothing was tried.
 */
export function mayHaveActed(status: number, body: unknown): boolean {
  const fields = errorFields(body);
  if (status >= 500)
    return status !== 503 || fields.statusCode !== 503 || fields.truto_is_remote_error === true;
  return status < 400 && ![301, 307, 308].includes(status);
}

/** Whether what `fetch` threw says that no connection came about, so that nothing was sent. */
export function wasNeverSent(thrown: unknown, depth = 0): boolean {
  if (!isObject(thrown) || depth > 3) return false;
  const { code, syscall, message, cause } = thrown;
  // Node and Bun name the system call or the code, undici has its own, Deno only words; a certificate is
  // checked before the request. Browsers and workerd tell nothing.
  return (
    /^(connect|getaddrinfo)$/.test(String(syscall)) ||
    /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT)$|CERT/.test(String(code)) ||
    /client error \(Connect\)/.test(String(message)) ||
    wasNeverSent(cause, depth + 1)
  );
}

/** Reads the normalized rate-limit headers; `undefined` when the provider tells none. */
export function parseRateLimit(headers: Headers): RateLimit | undefined {
  const [limit = "", ...parameters] = (headers.get("ratelimit-limit") ?? "").split(";");
  const rateLimit = {
    limit: number(limit),
    window: number(parameters.join(";").match(/\bw=([^;]*)/)?.[1]),
    remaining: number(headers.get("ratelimit-remaining")),
    reset: number(headers.get("ratelimit-reset")),
  };
  return Object.values(rateLimit).some((value) => value !== undefined) ? rateLimit : undefined;
}

/**
 * Milliseconds the server asks to wait: `Retry-After`, else (for a 429) `ratelimit-reset`. A value that
 * does not parse, or lies in the past, asks for nothing.
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export function parseRetryAfter(headers: Headers, status: number): number | undefined {
  const value = headers.get("retry-after")?.trim() ?? "";
  const wait =
    seconds(value) ??
    // Only the date forms of RFC 9110, the last without its zone: Date.parse alone takes "5, 10" for a day in May.
    (/^[A-Z][a-z]{2,8},? /.test(value) ? Date.parse(value.replace(/\d$/, "$& GMT")) - Date.now() : undefined);
  if (wait !== undefined && wait > 0) return Math.ceil(wait);
  return status === 429 ? seconds(headers.get("ratelimit-reset")) || undefined : undefined;
}

function seconds(value: string | null): number | undefined {
  const parsed = number(value);
  return parsed === undefined ? undefined : Math.ceil(parsed * 1_000);
}

/** A plain decimal number of zero or more, else `undefined`. */
function number(value: string | null | undefined): number | undefined {
  return value && /^\s*\d+(\.\d+)?\s*$/.test(value) ? Number(value) : undefined;
}

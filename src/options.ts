import { type Outcome, type TrutoApiError, type TrutoConnectionError, TrutoInputError } from "./errors.js";

/** What `new Headers()` takes; only the DOM's types have a name for it. */
type HeadersInput = NonNullable<ConstructorParameters<typeof Headers>[0]>;

/** What `onRetry` is told before each wait. */
export interface RetryEvent {
  /** Number of the attempt that failed, from 1. */
  attempt: number;
  /** Milliseconds until the next attempt. */
  delay: number;
  /** Why the attempt failed. */
  reason: TrutoApiError | TrutoConnectionError;
  /** HTTP status of the failed attempt, if it was answered. */
  status?: number | undefined;
}

/** What the `fetch` option is called with, next to the URL. */
export interface FetchInit {
  method: string;
  headers: Record<string, string>;
  redirect: "manual";
  signal: AbortSignal;
  body?: ArrayBuffer;
}

/** The global `fetch`, undici's, or any function like them; its answer is judged by what it does. */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchAnswer>;

/** The least that an answer of a `fetch` must have. */
export interface FetchAnswer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
}

/** How to send one call. */
export interface CallOptions {
  /** Ends the call at once; it then rejects with the signal's reason. */
  signal?: AbortSignal | null | undefined;
  /** Milliseconds for one attempt, headers and body; `Infinity` for no limit. @default the client's */
  timeout?: number | undefined;
  /** Attempts after the first. @default the client's */
  maxRetries?: number | undefined;
  /** Sent with this call, over the client's. */
  headers?: HeadersInput | undefined;
}

/** How a client reaches Truto. */
export interface TrutoClientOptions<Account extends string | undefined = string | undefined> {
  /**
   * An API token, or an integrated account's token; or a function that gives one, asked before every
   * attempt, for tokens that expire.
   */
  token: string | (() => string | Promise<string>);
  /** Account to use where a call names none. */
  integratedAccountId?: Account;
  /** `https:`, or `http:` to this machine. @default "https://api.truto.one" */
  baseUrl?: string | undefined;
  /**
   * Milliseconds for one attempt, headers and body; for a stream, the headers and then each silence
   * between chunks. `Infinity` for no limit. @default 30_000
   */
  timeout?: number | undefined;
  /** Attempts after the first. @default 2 */
  maxRetries?: number | undefined;
  /** Longest wait in milliseconds; when the server asks for more, the call fails at once. @default 60_000 */
  maxRetryDelay?: number | undefined;
  /** Sent with every request; `authorization` comes from `token`. */
  headers?: HeadersInput | undefined;
  /** Called with a URL and an init. @default globalThis.fetch */
  fetch?: Fetch | undefined;
  /** Told of every retry before its wait. When it throws, the call fails; a promise of it is not awaited. */
  onRetry?: ((event: RetryEvent) => void) | undefined;
}

/** The options of a client, checked and complete. */
export interface Settings {
  token: string | (() => string | Promise<string>);
  baseUrl: string;
  timeout: number;
  maxRetries: number;
  maxRetryDelay: number;
  headers: Record<string, string>;
  fetch: Fetch;
  onRetry: ((event: RetryEvent) => void) | undefined;
}

/**
 * Checks the options of a client and fills in the defaults.
 * @throws {TrutoInputError} naming the option that is wrong, never quoting a secret.
 */
export function checkOptions(options: TrutoClientOptions): Settings {
  const { token, baseUrl = "https://api.truto.one", timeout = 30_000, maxRetries = 2 } = options;
  const { maxRetryDelay = 60_000, headers, fetch, onRetry } = options;
  if (typeof token !== "function") checkToken(token);
  checkTiming({ timeout, maxRetries });
  check(maxRetryDelay > 0, "maxRetryDelay must be a number of milliseconds above 0");
  for (const [name, option] of Object.entries({ fetch, onRetry })) {
    check(option === undefined || typeof option === "function", `${name} must be a function`);
  }
  return {
    token,
    baseUrl: checkBaseUrl(baseUrl),
    timeout,
    maxRetries,
    maxRetryDelay,
    headers: plainHeaders(headers),
    // Looked up at each call and called unbound, so that a fetch replaced later, by a mock or a tracer, is used.
    fetch: fetch ?? ((url, init) => globalThis.fetch(url, init)),
    onRetry,
  };
}

/** @throws {TrutoInputError} for a time or a count that is none. */
export function checkTiming({ timeout = 1, maxRetries = 0 }: CallOptions): void {
  check(timeout > 0, "timeout must be a number of milliseconds above 0");
  check(Number.isSafeInteger(maxRetries) && maxRetries >= 0, "maxRetries must be a whole number, 0 or more");
}

/** @throws {TrutoInputError} for a token that no header can carry; it is not quoted. */
export function checkToken(token: unknown, outcome?: Outcome): asserts token is string {
  const fits = typeof token === "string" && /^[\x21-\x7e\xa1-\xff]+$/.test(token);
  check(fits, "token must be a non-empty string without spaces, line breaks or `Bearer`", outcome);
}

/**
 * Copies headers into an object with lower-case names.
 * @throws {TrutoInputError} for a name or value that HTTP does not allow; it may be secret, so it is not quoted.
 */
export function plainHeaders(headers: HeadersInput | undefined): Record<string, string> {
  if (!headers) return {};
  let plain: Record<string, string>;
  try {
    plain = Object.fromEntries(new Headers(headers));
  } catch {
    throw new TrutoInputError("headers has a name or a value that HTTP does not allow");
  }
  check(!("authorization" in plain), "headers must not set authorization: use the token option");
  return plain;
}

/** A path may follow the host, for a gateway; nothing is quoted, as it may hold a password. */
function checkBaseUrl(baseUrl: string): string {
  let url: URL;
  try {
    url = new URL(baseUrl);
  } catch {
    throw new TrutoInputError("baseUrl is not a URL: give one such as https://api.truto.one");
  }
  const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  const secure = url.protocol === "https:" || (url.protocol === "http:" && loopback);
  check(secure, "baseUrl must be https: the token would travel in clear (http: is for this machine only)");
  check(!url.username && !url.password, "baseUrl must not hold credentials: use the token option");
  // An empty one shows in the text alone, and would swallow the path.
  check(!/[?#]/.test(url.href), "baseUrl must not have a query or a fragment");
  return url.href.replace(/\/+$/, "");
}

function check(holds: boolean, message: string, outcome?: Outcome): asserts holds {
  if (!holds) throw new TrutoInputError(message, outcome);
}

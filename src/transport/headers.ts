import type { RateLimit } from "../errors.js";

/** Copies the headers of a response, whichever library has made them. */
export function copyHeaders(headers: Headers, write = (value: string) => value): Headers {
  const copy = new Headers();
  headers.forEach?.((value, name) => {
    copy.append(name, write(value));
  });
  return copy;
}

/** Reads the normalized rate-limit headers; `undefined` when the provider tells none. */
export function parseRateLimit(headers: Pick<Headers, "get">): RateLimit | undefined {
  const limit = headers.get("ratelimit-limit");
  const rateLimit = {
    limit: number(limit?.split(";")[0]),
    window: number(limit?.match(/;.*?\bw=([^;]*)/)?.[1]),
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
export function parseRetryAfter(headers: Pick<Headers, "get">, status: number): number | undefined {
  const value = headers.get("retry-after")?.trim() ?? "";
  const waits = [
    seconds(value),
    // Only the date forms of RFC 9110, the last without its zone: Date.parse alone takes "5, 10" for a day in May.
    /^[A-Z][a-z]{2,8},? /.test(value) ? Date.parse(value.replace(/\d$/, "$& GMT")) - Date.now() : 0,
    status === 429 ? seconds(headers.get("ratelimit-reset")) : 0,
  ];
  const wait = waits.find((milliseconds) => milliseconds > 0);
  return wait && Math.ceil(wait);
}

function seconds(value: string | null): number {
  return (number(value) ?? 0) * 1_000;
}

/** A plain decimal number of zero or more, else `undefined`. */
function number(value: string | null | undefined): number | undefined {
  return value && /^\s*\d+(\.\d+)?\s*$/.test(value) ? Number(value) : undefined;
}

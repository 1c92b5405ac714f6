import type { RateLimit } from "../errors.js";

/** The headers that are copied from a response with `get()` only, as the type {@link FetchResponse} allows. */
const knownNames = ["location", "ratelimit-limit", "ratelimit-remaining", "ratelimit-reset", "retry-after"];

/** Copies the headers of a response from any library. */
export function copyHeaders(headers: Headers, write = (value: string) => value): Headers {
  const copy = new Headers();
  const append = (value: unknown, name: string) => {
    if (value === null || value === undefined) return;
    try {
      // `Headers` throws for a value with any other character.
      copy.append(name, write(String(value)).replace(/[^\t\x20-\x7e\x80-\xff]/g, "?"));
    } catch {
      // An invalid name is skipped.
    }
  };
  if (typeof headers.forEach === "function") headers.forEach(append);
  else for (const name of knownNames) append(headers.get(name), name);
  return copy;
}

/** Reads the normalized rate-limit headers; `undefined` if there are none. */
export function parseRateLimit(headers: Pick<Headers, "get">): RateLimit | undefined {
  const limit = headers.get("ratelimit-limit");
  const rateLimit = {
    limit: parseNumber(limit?.split(";")[0]),
    window: parseNumber(limit?.match(/;.*?\bw=([^;]*)/)?.[1]),
    remaining: parseNumber(headers.get("ratelimit-remaining")),
    reset: parseSeconds(headers.get("ratelimit-reset")),
  };
  return Object.values(rateLimit).some((value) => value !== undefined) ? rateLimit : undefined;
}

/**
 * Milliseconds that the server asks to wait: `Retry-After`, else (for a 429) `ratelimit-reset`; of several values the
 * longest wait. A header with a value that does not parse, or that is in the past, is ignored.
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export function parseRetryAfter(headers: Pick<Headers, "get">, status: number): number | undefined {
  const wait = parseWait(headers.get("retry-after"));
  if (wait || status !== 429) return wait;
  return parseWait(headers.get("ratelimit-reset"));
}

/** Milliseconds to wait by a header. Two lines of it arrive joined by a comma, and a date has a comma after its day. */
function parseWait(header: string | null): number | undefined {
  const values = (header ?? "").replace(/[A-Z][a-z]+, /g, "").split(", ");
  const waits = values.map((value) => parseSeconds(value) ?? parseDate(value.trim()));
  const wait = Math.max(...waits.map(Number));
  return wait > 0 ? Math.ceil(wait * 1_000) : undefined;
}

/** September 2001 in Unix time, in milliseconds. */
const firstTime = 1e12;
const year = 365 * 24 * 60 * 60 * 1_000;

/** Seconds from now. Some providers write the end of a window in Unix time instead: as a duration, that would be decades. */
function parseSeconds(value: string | null): number | undefined {
  const seconds = parseNumber(value);
  if (seconds === undefined) return undefined;
  const now = Date.now();
  const end = [seconds * 1_000, seconds].find((time) => time >= firstTime && time < now + year);
  return end === undefined ? seconds : Math.max(0, (end - now) / 1_000);
}

/**
 * Seconds from now until a date. Without the time of day, `Date.parse` would take "5, 10" for a day in May.
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-date-time-formats
 */
function parseDate(value: string): number | undefined {
  if (!/\d\d:\d\d:\d\d/.test(value)) return undefined;
  // The form of asctime, which ends with the year, has no zone.
  const time = Date.parse(/\d$/.test(value) ? `${value} GMT` : value);
  return (time - Date.now()) / 1_000;
}

/** A plain decimal number of zero or more, else `undefined`. */
function parseNumber(value: string | null | undefined): number | undefined {
  return value && /^\s*\d+(\.\d+)?\s*$/.test(value) ? Number(value) : undefined;
}

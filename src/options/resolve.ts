import { type Outcome, TrutoInputError } from "../errors.js";
import { kindOf } from "../values.js";
import { copyKnown, withoutPrototype } from "./names.js";
import type { HeadersInput, RequestOptions, TrutoClientOptions } from "./types.js";

/** The options of a client, checked and complete. */
export interface ResolvedOptions extends TrutoClientOptions {
  baseUrl: string;
  timeout: number;
  maxRetries: number;
  maxRetryDelay: number;
  headers: Record<string, string>;
}

/** Every option of a client. */
export const optionNames = Object.keys({
  token: 1,
  integratedAccountId: 1,
  baseUrl: 1,
  allowHttp: 1,
  timeout: 1,
  maxRetries: 1,
  maxRetryDelay: 1,
  headers: 1,
  fetch: 1,
  onRetry: 1,
} satisfies Record<keyof TrutoClientOptions, 1>);

const requestOptionNames = Object.keys({
  signal: 1,
  timeout: 1,
  maxRetries: 1,
  headers: 1,
} satisfies Record<keyof RequestOptions, 1>);

/**
 * Checks the options of a client and fills in the defaults.
 * @param names the known options
 * @throws {TrutoInputError} with the name of the invalid option, and without its value if that is secret.
 */
export function resolveOptions(given: TrutoClientOptions, names = optionNames): ResolvedOptions {
  const options = copyKnown("option", given, names);
  const { integratedAccountId, baseUrl = "https://api.truto.one", allowHttp = false } = options;
  const { timeout = 30_000, maxRetries = 2, maxRetryDelay = 60_000 } = options;
  if (typeof options.token !== "function") checkToken(options.token);
  check(
    integratedAccountId === undefined || typeof integratedAccountId === "string",
    "integratedAccountId must be a string",
  );
  check(typeof allowHttp === "boolean", "allowHttp must be true or false");
  checkRequestOptions({ timeout, maxRetries });
  checkDuration("maxRetryDelay", maxRetryDelay);
  for (const name of ["fetch", "onRetry"] as const) {
    const option: unknown = options[name];
    check(option === undefined || typeof option === "function", `${name} must be a function`);
  }
  const headers = plainHeaders(options.headers);
  // Two deletes with one key share one response: the second would resolve without deleting anything.
  check(
    !("idempotency-key" in headers),
    "headers must not set Idempotency-Key for a whole client: give it to one call",
  );
  const url = checkBaseUrl(baseUrl, allowHttp);
  return withoutPrototype({ ...options, baseUrl: url, timeout, maxRetries, maxRetryDelay, headers });
}

/**
 * Copies the options of a call, each read once.
 * @throws {TrutoInputError} if an option is unknown or invalid.
 */
export function checkRequestOptions(given: RequestOptions): RequestOptions {
  const options = copyKnown("option", given, requestOptionNames);
  const { signal, timeout = 1, maxRetries = 0 } = options;
  check(signal == null || isSignal(signal), "signal must be an AbortSignal");
  checkDuration("timeout", timeout);
  check(Number.isSafeInteger(maxRetries) && maxRetries >= 0, "maxRetries must be a whole number, 0 or more");
  return options;
}

/** `true` for a signal of any realm or library. What only calls itself one can't be listened to. */
function isSignal(signal: AbortSignal): boolean {
  const listener = () => {};
  try {
    signal.addEventListener("abort", listener);
    signal.removeEventListener("abort", listener);
    return kindOf(signal) === "AbortSignal" && typeof signal.aborted === "boolean";
  } catch {
    return false;
  }
}

/** @throws {TrutoInputError} for a token that is not valid in a header; the message does not quote it. */
export function checkToken(token: unknown, outcome?: Outcome): asserts token is string {
  // An unset environment variable gives `undefined`, or the word in a template string.
  const isEmpty = token == null || token === "" || token === "undefined" || token === "null";
  check(!isEmpty, "token is empty: is TRUTO_API_TOKEN set?", outcome);
  check(typeof token === "string", "token must be a string, or a function that gives one", outcome);
  check(!/^\s*Bearer\s/i.test(token), "token begins with Bearer: give the token alone", outcome);
  check(!/\s/.test(token), "token has a space or a line break: give the token alone", outcome);
  check(/^[\x21-\x7e]+$/.test(token), "token has a character that no HTTP header can carry", outcome);
}

/** The texts that `Headers` makes of values that are no key: unset, booleans and NaN, objects and promises, functions. */
const notAKey = /^(undefined|null|true|false|NaN|)$|^\[object |=>|^function\b/;

/**
 * Copies headers into an object with lower-case names.
 * @throws {TrutoInputError} for an invalid name or value; the message does not quote it, as it may be secret.
 */
export function plainHeaders(headers: HeadersInput | undefined): Record<string, string> {
  if (!headers) return withoutPrototype({});
  let plain: Record<string, string>;
  try {
    plain = withoutPrototype(Object.fromEntries(new Headers(headers)));
  } catch {
    throw new TrutoInputError("headers has a name or a value that HTTP does not allow");
  }
  check(!("authorization" in plain), "headers must not set authorization: use the token option");
  // Deletes that share a key share one response, and only the first of them is done.
  const isKey = !notAKey.test(plain["idempotency-key"] ?? "none");
  check(isKey, "headers has an Idempotency-Key that is empty or no text");
  return plain;
}

/** The URL may have a path, for a gateway. Messages do not quote it, as it may have a password. */
function checkBaseUrl(baseUrl: string, allowHttp: boolean): string {
  let url: URL;
  try {
    url = new URL(baseUrl);
  } catch {
    throw new TrutoInputError("baseUrl is not a URL: give one such as https://api.truto.one");
  }
  const mayBeHttp = allowHttp || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  check(
    url.protocol === "https:" || (url.protocol === "http:" && mayBeHttp),
    "baseUrl must be https: the token would travel in clear (for a mock elsewhere, set allowHttp)",
  );
  check(!url.username && !url.password, "baseUrl must not hold credentials: use the token option");
  // An empty query or fragment is visible only in the text, and the path would become part of it.
  check(!/[?#]/.test(url.href), "baseUrl must not have a query or a fragment");
  return url.href.replace(/\/+$/, "");
}

function checkDuration(name: string, value: unknown): void {
  check(typeof value === "number" && value > 0, `${name} must be a number of milliseconds above 0`);
}

/** @throws {TrutoInputError} with the message if the condition is false. */
export function check(holds: boolean, message: string, outcome?: Outcome): asserts holds {
  if (!holds) throw new TrutoInputError(message, outcome);
}

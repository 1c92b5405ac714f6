import { type Outcome, type TrutoApiError, type TrutoConnectionError, TrutoInputError } from "./errors.js";
import { checkNames } from "./names.js";
import { type HeadersInput, plainHeaders } from "./transport/headers.js";

/** What `onRetry` is told before each wait. */
export interface RetryEvent {
  /** Number of the attempt that failed, from 1. */
  attempt: number;
  /** Milliseconds until the next attempt. */
  delay: number;
  /** Why the attempt failed. */
  reason: TrutoApiError | TrutoConnectionError;
  /** HTTP status of the failed attempt, if it got a response. */
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

/**
 * The global `fetch`, undici's, node-fetch's, or any function like them. It must not follow redirects, must not send a
 * request again by itself, and should end when the signal is aborted.
 */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchResponse>;

/** What a `fetch` must give: it is judged by what it does, so that a class of any library will do. */
export interface FetchResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  /** Where the response came from; where it is given and is not the URL asked for, a redirect was followed. */
  readonly url?: string;
  /** The web's `ReadableStream`, or an async iterable of bytes. */
  readonly body?: unknown;
  text(): Promise<string>;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** How to send one request. */
export interface RequestOptions {
  /** Ends the call at once; it then rejects with the signal's reason. */
  signal?: AbortSignal | null | undefined;
  /** Milliseconds for one attempt, headers and body; `Infinity` for no limit. @default the client's */
  timeout?: number | undefined;
  /** Attempts after the first. @default the client's */
  maxRetries?: number | undefined;
  /** Sent with this call, over the client's. An `Idempotency-Key` here is the same on all its attempts. */
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
  /** Allows `http:` to other machines, for a mock in a private network: the token travels in clear. @default false */
  allowHttp?: boolean | undefined;
  /**
   * Milliseconds for one attempt, headers and body; for a stream, the headers and then each silence
   * between chunks. `Infinity` for no limit. @default 30_000
   */
  timeout?: number | undefined;
  /** Attempts after the first. @default 2 */
  maxRetries?: number | undefined;
  /** Longest wait in milliseconds; when the server asks for more, the call fails at once. @default 60_000 */
  maxRetryDelay?: number | undefined;
  /** Sent with every request; `authorization` comes from `token`, and an `Idempotency-Key` belongs to one call. */
  headers?: HeadersInput | undefined;
  /** Called with a URL and an init. @default globalThis.fetch */
  fetch?: Fetch | undefined;
  /** Told of every retry before its wait. When it throws, the call fails; a promise of it is not awaited. */
  onRetry?: ((event: RetryEvent) => void) | undefined;
}

/** The options of a client, checked and complete. */
export interface ResolvedOptions {
  token: string | (() => string | Promise<string>);
  baseUrl: string;
  timeout: number;
  maxRetries: number;
  maxRetryDelay: number;
  headers: Record<string, string>;
  fetch: Fetch | undefined;
  onRetry: ((event: RetryEvent) => void) | undefined;
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
 * @param names the options that there are
 * @throws {TrutoInputError} naming the option that is wrong, never quoting a secret.
 */
export function resolveOptions(options: TrutoClientOptions, names = optionNames): ResolvedOptions {
  checkNames("option", options, names);
  const { token, baseUrl = "https://api.truto.one", allowHttp, timeout = 30_000, maxRetries = 2 } = options;
  const { maxRetryDelay = 60_000, headers, fetch, onRetry } = options;
  if (typeof token !== "function") checkToken(token);
  checkRequestOptions({ timeout, maxRetries });
  check(maxRetryDelay > 0, "maxRetryDelay must be a number of milliseconds above 0");
  for (const [name, option] of Object.entries({ fetch, onRetry })) {
    check(option === undefined || typeof option === "function", `${name} must be a function`);
  }
  const plain = plainHeaders(headers);
  // Two deletes that share a key share one response: the second would resolve, and nothing be deleted.
  check(
    !("idempotency-key" in plain),
    "headers must not set Idempotency-Key for a whole client: give it to one call",
  );
  return {
    token,
    baseUrl: checkBaseUrl(baseUrl, allowHttp === true),
    timeout,
    maxRetries,
    maxRetryDelay,
    headers: plain,
    fetch,
    onRetry,
  };
}

/** @throws {TrutoInputError} if an option is unknown or invalid. */
export function checkRequestOptions(options: RequestOptions): void {
  checkNames("option", options, requestOptionNames);
  const { timeout = 1, maxRetries = 0 } = options;
  check(timeout > 0, "timeout must be a number of milliseconds above 0");
  check(Number.isSafeInteger(maxRetries) && maxRetries >= 0, "maxRetries must be a whole number, 0 or more");
}

/** @throws {TrutoInputError} for a token that no header can carry; it is not quoted. */
export function checkToken(token: unknown, outcome?: Outcome): asserts token is string {
  const fits = typeof token === "string" && /^[\x21-\x7e\xa1-\xff]+$/.test(token);
  check(fits, "token must be a non-empty string without spaces, line breaks or `Bearer`", outcome);
}

/** A path may follow the host, for a gateway; nothing is quoted, as it may hold a password. */
function checkBaseUrl(baseUrl: string, allowHttp: boolean): string {
  let url: URL;
  try {
    url = new URL(baseUrl);
  } catch {
    throw new TrutoInputError("baseUrl is not a URL: give one such as https://api.truto.one");
  }
  const mayBeHttp = allowHttp || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  const secure = url.protocol === "https:" || (url.protocol === "http:" && mayBeHttp);
  check(
    secure,
    "baseUrl must be https: the token would travel in clear (for a mock elsewhere, set allowHttp)",
  );
  check(!url.username && !url.password, "baseUrl must not hold credentials: use the token option");
  // An empty one shows in the text alone, and would swallow the path.
  check(!/[?#]/.test(url.href), "baseUrl must not have a query or a fragment");
  return url.href.replace(/\/+$/, "");
}

function check(holds: boolean, message: string, outcome?: Outcome): asserts holds {
  if (!holds) throw new TrutoInputError(message, outcome);
}

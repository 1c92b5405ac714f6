import type { TrutoApiError, TrutoConnectionError } from "../errors.js";

/** The argument of `new Headers()`; only the DOM's types have a name for it. */
export type HeadersInput = NonNullable<ConstructorParameters<typeof Headers>[0]>;

/** The argument of `onRetry`, before each wait. */
export interface RetryEvent {
  /** Number of the attempt that failed, from 1. */
  attempt: number;
  /** Milliseconds until the next attempt. */
  delay: number;
  /** The error of the attempt. */
  reason: TrutoApiError | TrutoConnectionError;
  /** HTTP status of the failed attempt, if it got a response. */
  status?: number | undefined;
}

/**
 * The second argument of the `fetch` option. It has a `body` as well where a request has one: an `ArrayBuffer`, which each
 * library's `fetch` accepts, though the types of some omit it. Pass on the whole init.
 */
export interface FetchInit {
  /** HTTP method, in capitals. */
  method: string;
  /** Header values by lower-case name, the token among them. */
  headers: Record<string, string>;
  /** Redirects must not be followed. */
  redirect: "manual";
  /** Aborted when the attempt is to end. */
  signal: AbortSignal;
}

/**
 * The global `fetch`, undici's, node-fetch's, or any function like them. It must not follow redirects, must not send a
 * request again by itself, and should end when the signal is aborted.
 */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchResponse>;

/** The response that a `fetch` must return; the class of any library with these members is accepted. */
export interface FetchResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  /** URL of the response; if it differs from the requested URL, a redirect was followed. */
  readonly url?: string;
  /** The web's `ReadableStream`, or an async iterable of bytes. */
  readonly body?: unknown;
  text(): Promise<string>;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** Options of one call. */
export interface RequestOptions {
  /** Aborts the call, which then rejects with the signal's reason. */
  signal?: AbortSignal | null | undefined;
  /** Milliseconds for one attempt, headers and body; `Infinity` for no limit. @default the client's */
  timeout?: number | undefined;
  /** Attempts after the first. @default the client's */
  maxRetries?: number | undefined;
  /** Sent with this call, over the client's. An `Idempotency-Key` here is the same on all its attempts. */
  headers?: HeadersInput | undefined;
}

/** Options of a client. */
export interface TrutoClientOptions<Account extends string | undefined = string | undefined> {
  /**
   * An API token, or an integrated account's token; or a function that returns one, called before every
   * attempt, for tokens that expire.
   */
  token: string | (() => string | Promise<string>);
  /** Account of calls that name none. */
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
  /** Called before the wait of every retry. If it throws, the call fails; a promise that it returns is not awaited. */
  onRetry?: ((event: RetryEvent) => void) | undefined;
}

import type { components } from "../generated/schema.js";
import { isObject } from "./values.js";

type ErrorBody = components["schemas"]["TrutoError"];

/** Truto's hints on why a request failed: independent keys, each `{ description, value? }`. */
export type ErrorInsight = components["schemas"]["ErrorInsight"];

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

/** The request that an error is about. */
export interface FailedRequest {
  /** HTTP method. */
  readonly method: string;
  /** Path of the URL with its parameters filled in, without the query. */
  readonly path: string;
  /** Key for a repetition of the request: a server that honours keys applies it only once. */
  readonly idempotencyKey: string | undefined;
}

/** The state of a call at its failure. */
export interface Outcome {
  /** Requests sent or tried, the first one included. */
  readonly attempts: number;
  /** `true` if the request may have taken effect. */
  readonly mayHaveBeenApplied: boolean;
  /** The request; `undefined` if the input was invalid. */
  readonly request?: FailedRequest | undefined;
}

/**
 * Base of every error of this package: catch it to catch them all, except an abort's own reason. `instanceof` holds for
 * the errors of another copy of this package too, as a bundle or a nested install may bring one.
 */
export class TrutoError extends Error {
  override readonly name: string = "TrutoError";
  /** Requests sent or tried, the first one included; `0` if the input was invalid. */
  declare readonly attempts: number;
  /**
   * `false` when the request certainly had no effect. `true` when it was sent and no definite response came back: look
   * before you repeat it. Always `false` for GET, HEAD and OPTIONS.
   */
  readonly mayHaveBeenApplied: boolean;
  /** The request that failed; `undefined` if the input was invalid. */
  readonly request: FailedRequest | undefined;

  constructor(
    message: string,
    outcome: Outcome = { attempts: 0, mayHaveBeenApplied: false },
    options?: ErrorOptions,
  ) {
    super(outcome.mayHaveBeenApplied ? `${message} (it may have been applied)` : message, options);
    hide(this, { attempts: outcome.attempts });
    this.mayHaveBeenApplied = outcome.mayHaveBeenApplied;
    const { request } = outcome;
    // The key is not enumerable, to keep a printed error short.
    this.request = request && Object.defineProperty({ ...request }, "idempotencyKey", { enumerable: false });
  }

  /** The properties for a log: all except bodies, headers, stack and cause. */
  toJSON(): Record<string, unknown> {
    const names = Object.getOwnPropertyNames(this).filter((name) => !unlogged.has(name));
    const { request } = this;
    const facts = Object.fromEntries(names.map((name): [string, unknown] => [name, Reflect.get(this, name)]));
    return { ...facts, request: request && { ...request, idempotencyKey: request.idempotencyKey } };
  }
}

/** Properties that are too large or of no use in a log. */
const unlogged = new Set(["body", "headers", "rawResponse", "stack", "cause"]);

/** Defines properties that can be read but are not printed, so that a printed error has at most a dozen lines. */
function hide(error: TrutoError, properties: object): void {
  for (const [name, value] of Object.entries(properties)) Object.defineProperty(error, name, { value });
}

/** An invalid option, id, query or token; the attempt sent nothing. */
export class TrutoInputError extends TrutoError {
  override readonly name = "TrutoInputError";
}

/** No complete response within `timeout` ms; the request was aborted. */
export class TrutoTimeoutError extends TrutoError {
  override readonly name = "TrutoTimeoutError";
}

/** The connection could not be made, or was lost; `cause` is a copy of what `fetch` threw, without the token. */
export class TrutoConnectionError extends TrutoError {
  override readonly name = "TrutoConnectionError";
}

/** The parts of a response from which a {@link TrutoApiError} is made. */
export type ApiErrorFields = Omit<TrutoApiError, keyof TrutoError>;

/**
 * The server responded, but not with a usable success.
 * @see https://truto.one/docs/api-reference/overview/errors
 */
export class TrutoApiError extends TrutoError {
  override readonly name = "TrutoApiError";
  /** HTTP status; `0` where a browser hides a redirect. */
  readonly status: number;
  /** Canonical name of the status, as Truto's body has it, else HTTP's. */
  declare readonly error: string | undefined;
  /** The server's own words on what is wrong, in one line; `undefined` without such words, and for a web page. */
  declare readonly detail: string | undefined;
  /** The parsed body: JSON, else text; at most 64 KiB of it, without the token. */
  declare readonly body: unknown;
  /** The response's headers, with those of the CRM when `isRemote`. */
  declare readonly headers: Headers;
  /** `true` if the CRM's API failed, not Truto. */
  declare readonly isRemote: boolean;
  /**
   * `true` if the CRM itself said that it has no such contact. `false` for a 404 of Truto, of a proxy or of a wrong
   * `baseUrl`, and for a web page. With `mayHaveBeenApplied`, an earlier attempt of this call may have deleted it.
   */
  declare readonly contactNotFound: boolean;
  /** The body of the CRM's response: JSON if it parsed, else text. */
  declare readonly rawResponse: ErrorBody["raw_response"];
  /** Truto's hints on what was wrong. */
  declare readonly insight: ErrorInsight | undefined;
  /** The problems that a validation error lists. */
  declare readonly details: ErrorBody["details"];
  /** OAuth scopes that the connection lacks; empty if the response names none. */
  declare readonly missingScopes: readonly string[];
  /** `true` if the account's user must connect it again before a call can succeed. */
  declare readonly needsReauth: boolean;
  /** The provider's limits, if the response has them. */
  declare readonly rateLimit: RateLimit | undefined;
  /** Milliseconds to wait before the next attempt, if the server says so. */
  declare readonly retryAfter: number | undefined;

  constructor(message: string, outcome: Outcome, fields: ApiErrorFields) {
    super(message, outcome);
    const { status, ...rest } = fields;
    this.status = status;
    hide(this, rest);
  }
}

// All copies of this package mark their errors with the same symbols, so that each recognizes the others' errors.
const classes = { TrutoError, TrutoInputError, TrutoTimeoutError, TrutoConnectionError, TrutoApiError };
for (const [name, errorClass] of Object.entries(classes)) {
  const brand = Symbol.for(`truto-crm-client.${name}`);
  Object.defineProperty(errorClass.prototype, brand, { value: true });
  Object.defineProperty(errorClass, Symbol.hasInstance, {
    value(this: unknown, instance: unknown): boolean {
      // A user's subclass inherits this method but has no brand.
      if (this !== errorClass) return Function.prototype[Symbol.hasInstance].call(this, instance);
      return isObject(instance) && brand in instance;
    },
  });
}

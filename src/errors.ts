import { deleteContact } from "../generated/operations.js";
import type { components } from "../generated/schema.js";
import { parseRateLimit, parseRetryAfter, type RateLimit } from "./retry.js";

const { hints, remoteHints } = deleteContact;

type ErrorBody = components["schemas"]["Error"];

/** What Truto says about why a request failed: independent keys, each `{ description, value? }`. */
export type ErrorInsight = components["schemas"]["ErrorInsight"];

/** How far a call had come when it failed. */
export interface Outcome {
  /** Requests sent or tried, the first one included. */
  attempts: number;
  /** Whether the delete may have happened all the same. */
  mayHaveBeenApplied: boolean;
}

/** A final answer of the server, its body read and parsed. */
export interface Answer {
  status: number;
  statusText: string;
  headers: Headers;
  body: unknown;
}

/** Base of every error of this package: catch it to catch them all, except an abort's own reason. */
export class TrutoError extends Error {
  override readonly name: string = "TrutoError";
  /** Requests sent or tried, the first one included; `0` when the input was refused. */
  readonly attempts: number;
  /**
   * `false` when the contact was certainly not deleted by this call; `true` when a request was sent and
   * no definite answer came back, so look before you repeat it.
   */
  readonly mayHaveBeenApplied: boolean;

  constructor(message: string, outcome: Outcome, options?: ErrorOptions) {
    super(outcome.mayHaveBeenApplied ? `${message} (it may have been applied)` : message, options);
    this.attempts = outcome.attempts;
    this.mayHaveBeenApplied = outcome.mayHaveBeenApplied;
  }
}

/** An option, id, query or token that can't be sent; nothing of the attempt left this machine. */
export class TrutoInputError extends TrutoError {
  override readonly name = "TrutoInputError";

  constructor(
    message: string,
    outcome: Outcome = { attempts: 0, mayHaveBeenApplied: false },
    options?: ErrorOptions,
  ) {
    super(message, outcome, options);
  }
}

/** No answer within `timeout` ms; the request was aborted. */
export class TrutoTimeoutError extends TrutoError {
  override readonly name = "TrutoTimeoutError";
}

/** The connection could not be made, or was lost; `cause` is a copy of what `fetch` threw, without the token. */
export class TrutoConnectionError extends TrutoError {
  override readonly name = "TrutoConnectionError";
}

/**
 * The server answered, but not with a success that can be used.
 * @see https://truto.one/docs/api-reference/overview/errors
 */
export class TrutoApiError extends TrutoError {
  override readonly name = "TrutoApiError";
  /** HTTP status; `0` where a browser hides a redirect. */
  readonly status: number;
  /** Canonical name of the status, as Truto's body has it, else HTTP's. */
  readonly error: string | undefined;
  /** The parsed body as it came: JSON, else text; at most 64 KiB of it, the token taken out. */
  readonly body: unknown;
  /** The answer's headers, the provider's among them when `isRemote`. */
  readonly headers: Headers;
  /** Whether the CRM's API failed, not Truto. */
  readonly isRemote: boolean;
  /** The body of the CRM's answer: JSON if it parsed, else text. */
  readonly rawResponse: ErrorBody["raw_response"];
  /** Truto's hints on what was wrong. */
  readonly insight: ErrorInsight | undefined;
  /** What a validation error says of each problem. */
  readonly details: ErrorBody["details"];
  /** OAuth scopes that the connection lacks; empty when none is named. */
  readonly missingScopes: readonly string[];
  /** Whether the account's user must connect it again before any call can work. */
  readonly needsReauth: boolean;
  /** The provider's limits, when it tells them. */
  readonly rateLimit: RateLimit | undefined;
  /** Milliseconds to wait before the next try, when the server says so. */
  readonly retryAfter: number | undefined;

  constructor(call: string, answer: Answer, outcome: Outcome, problem?: string) {
    const { status, headers, body } = answer;
    const fields = errorFields(body);
    const error = (typeof fields.error === "string" && fields.error) || answer.statusText || undefined;
    const isRemote = fields.truto_is_remote_error === true;
    const hint = (isRemote && hintFor(remoteHints, status)) || hintFor(hints, status);
    const said = problem || excerpt(fields.message) || excerpt(body);
    const title = `${call}: ${status} ${excerpt(error) ?? ""}`.trim();
    const advice = [said?.replace(/\.$/, ""), hint].filter(Boolean).join(". ");
    super([title, advice].filter(Boolean).join(": "), outcome);
    this.status = status;
    this.error = error;
    this.body = body;
    this.headers = headers;
    this.isRemote = isRemote;
    this.rawResponse = fields.raw_response;
    this.insight = isInsight(fields.truto_error_insight) ? fields.truto_error_insight : undefined;
    this.details = fields.details;
    const scopes: unknown = this.insight?.forbidden_error?.value?.missing_scopes;
    this.missingScopes = Array.isArray(scopes) ? scopes.filter((scope) => typeof scope === "string") : [];
    this.needsReauth = isRemote && status === 401;
    this.rateLimit = parseRateLimit(headers);
    this.retryAfter = parseRetryAfter(headers, status);
  }
}

/** The members that Truto's error body has by contract, of types that only the sender knows. */
export function errorFields(body: unknown): { readonly [K in keyof ErrorBody]?: unknown } {
  return isObject(body) ? body : {};
}

/** Tells a JSON object from every other value. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What is said of a range such as 5XX is under its first digit. */
function hintFor(table: Readonly<Record<number, string>>, status: number): string | undefined {
  return table[status] ?? table[Math.floor(status / 100)];
}

/** The keys are independent and all optional, so an object is all that can be asked of an insight. */
function isInsight(value: unknown): value is ErrorInsight {
  return isObject(value);
}

/** What a text has to say in a line; a page of HTML says nothing there. */
function excerpt(value: unknown): string | undefined {
  const says = typeof value === "string" && !/^\s*</.test(value) ? value.slice(0, 300) : "";
  return says.replace(/\s+/g, " ").trim() || undefined;
}

/**
 * Copies what `fetch` or a function of the caller threw: texts, numbers, causes, and no object that could
 * hold the request and its token.
 */
export function safeCause(thrown: unknown, redact: (text: string) => string, depth = 0): unknown {
  if (typeof thrown === "string") return redact(thrown);
  if (typeof thrown !== "object" || thrown === null) return undefined;
  const copy = new Error();
  try {
    for (const key of new Set(["name", "message", "stack", ...Object.getOwnPropertyNames(thrown)])) {
      const found: unknown = Reflect.get(thrown, key);
      // Another realm's error, as under Jest, is no instance of this one's.
      const nested = key === "cause" && isObject(found) && depth < 3;
      const value =
        typeof found === "string" ? redact(found) : nested ? safeCause(found, redact, depth + 1) : found;
      if (nested || /^(string|number|boolean)$/.test(typeof value)) {
        const enumerable = !(key in copy);
        Object.defineProperty(copy, redact(key), { value, enumerable, configurable: true, writable: true });
      }
    }
  } catch {
    // A property that can't be read has nothing to tell.
  }
  return copy;
}

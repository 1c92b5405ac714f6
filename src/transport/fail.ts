import {
  type TrutoApiError,
  TrutoConnectionError,
  TrutoError,
  TrutoInputError,
  TrutoTimeoutError,
} from "../errors.js";
import { isObject } from "../values.js";
import { apiError } from "./api-error.js";
import { type Call, isSafe } from "./call.js";
import { safeCause } from "./cause.js";
import { abortReason, type Deadline } from "./deadline.js";
import { canNeverSucceed, wasNeverSent } from "./never-sent.js";
import { mayHaveActed, responseProblem } from "./outcome.js";
import { parseErrorBody, readErrorText, UnusableBody } from "./read.js";
import { wasRedirected } from "./response.js";
import { isRetryable } from "./retry.js";
import { printable } from "./text.js";

/** The result of a failed attempt; `retry` is the same error if another attempt may succeed. */
export interface Failure {
  /** An error of this package, or the caller's reason on abort. */
  error: unknown;
  retry?: TrutoApiError | TrutoConnectionError | undefined;
}

/** The state of an attempt. */
export interface Exchange {
  /** `true` once `fetch` was called: before that, nothing was sent. */
  isSent: boolean;
  /** The promise that `fetch` returned. */
  answer?: Promise<unknown>;
  response?: Response;
}

/** The failure of an attempt whose response is not a success. */
export async function responseFailure(call: Call, response: Response, deadline: Deadline): Promise<Failure> {
  const text = await readErrorText(response, deadline);
  if (deadline.stopped === "aborted") return { error: abortReason(call.signal) };
  const body = parseErrorBody(call.tokens, text);
  const { status } = response;
  const redirected = wasRedirected(response, call.url);
  call.mayHaveBeenApplied ||= !isSafe(call.method) && (redirected || mayHaveActed(status, body));
  const error = apiError(call, response, body, responseProblem(call, response));
  return { error, retry: !redirected && isRetryable(status, body) ? error : undefined };
}

/** The failure of an attempt that threw. */
export function thrownFailure(
  call: Call,
  deadline: Deadline,
  { isSent, response }: Exchange,
  thrown: unknown,
): Failure {
  if (deadline.stopped === "aborted") return { error: abortReason(call.signal) };
  // A `fetch` may throw a `TrutoError` too, but its facts are not those of this call.
  if (!isSent && thrown instanceof TrutoError) return { error: thrown };
  // Only the copy is read, as a getter of the thrown value may throw.
  const cause = safeCause(call.tokens, thrown);
  const mayHaveArrived = isSent && (response !== undefined || !wasNeverSent(cause));
  call.mayHaveBeenApplied ||= mayHaveArrived && !isSafe(call.method);
  if (deadline.stopped) return { error: timeoutError(call) };
  if (response && thrown instanceof UnusableBody) {
    return { error: apiError(call, response, parseErrorBody(call.tokens, thrown.text), thrown.message) };
  }
  const error = connectionError(call, thrown);
  // A success with a cut body has taken effect, so a repetition would get a 404.
  const isDone = response !== undefined && !isSafe(call.method);
  return { error, retry: isDone || canNeverSucceed(cause) ? undefined : error };
}

/** The error of an attempt that timed out. */
export function timeoutError(call: Call): TrutoTimeoutError {
  return new TrutoTimeoutError(`${call.name}: no answer within ${call.timeout} ms`, call);
}

/** The error of an attempt without a complete response. */
export function connectionError(call: Call, thrown: unknown): TrutoConnectionError {
  const cause = safeCause(call.tokens, thrown);
  const problem = wasNeverSent(cause) ? "no connection" : "no complete answer";
  const reason = printable(reasonOf(cause)) || "the connection failed";
  return new TrutoConnectionError(`${call.name}: ${problem}: ${reason}`, call, { cause });
}

/** The error for a caller's function that threw, with the call's outcome so far. */
export function callerError(call: Call, option: string, thrown: unknown): TrutoInputError {
  const cause = safeCause(call.tokens, thrown);
  const reason = printable(reasonOf(cause)) || "see cause";
  return new TrutoInputError(`${option} failed: ${reason}`, call, { cause });
}

/** The innermost text of a copy that {@link safeCause} made. */
function reasonOf(thrown: unknown): string {
  if (!isObject(thrown)) return String(thrown ?? "");
  const { cause, errors, message, code, name } = thrown;
  const reasons = Array.isArray(errors) ? errors.map(reasonOf) : [];
  const texts = [reasonOf(cause), reasons.filter(Boolean).join(", "), message, code];
  return String(texts.find(Boolean) ?? (name === "Error" ? "" : name));
}

import {
  type Outcome,
  safeCause,
  TrutoApiError,
  TrutoConnectionError,
  TrutoInputError,
  TrutoTimeoutError,
} from "./errors.js";
import type { Settings } from "./options.js";

/** What every attempt of a call sends. */
export interface ApiRequest {
  /** The call's name in messages, such as `DELETE /unified/crm/contacts/{id}`. */
  readonly name: string;
  readonly method: string;
  readonly url: string;
  readonly body: ArrayBuffer | undefined;
}

/** A call under way: how far it has come, and what all its attempts share. */
export interface Call extends ApiRequest, Outcome {
  readonly settings: Settings;
  readonly headers: Record<string, string>;
  readonly signal: AbortSignal | undefined;
  readonly timeout: number;
  /** Every token used so far: none may show in an error. */
  readonly tokens: string[];
}

/** Says where a redirect pointed. */
export function redirectProblem({ status, headers, redirected, url }: Response): string | undefined {
  if (status >= 400) return undefined;
  const target = redirected ? url : headers.get("location");
  return `redirected${target ? ` to ${target}` : ""}, and redirects are not followed`;
}

/** The error of an answer that is of no use, without the token. */
export function apiError(call: Call, response: Response, body: unknown, problem?: string): TrutoApiError {
  const headers = new Headers();
  response.headers.forEach((value, name) => {
    headers.append(name, redact(call, value));
  });
  const { status, statusText } = response;
  const answer = { status, statusText: redact(call, statusText), headers, body };
  return new TrutoApiError(call.name, answer, call, problem && redact(call, problem));
}

/** The error of an attempt that took too long. */
export function silent(call: Call): TrutoTimeoutError {
  return new TrutoTimeoutError(`${call.name}: no answer within ${call.timeout} ms`, call);
}

/** The error of an attempt without a whole answer. */
export function lost(call: Call, thrown: unknown): TrutoConnectionError {
  const cause = causeOf(call, thrown);
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  const why = inner instanceof Error ? inner.message : String(inner);
  return new TrutoConnectionError(`${call.name}: no complete answer: ${why}`, call, { cause });
}

/** The error of a function of the caller's that threw, with the outcome so far. */
export function callerFailed(call: Call, option: string, thrown: unknown): TrutoInputError {
  return new TrutoInputError(`${option} failed: see cause`, call, { cause: causeOf(call, thrown) });
}

/** A copy of what was thrown, without the token. */
function causeOf(call: Call, thrown: unknown): unknown {
  return safeCause(thrown, (text) => redact(call, text));
}

/** Less than this many characters are no secret, and part of any word. */
const shortestSecret = 6;

/** Takes every token of the call out of a text, as it is and as JSON or a URL writes it. */
export function redact(call: Call, text: string): string {
  for (const token of call.tokens) {
    for (const form of [token, JSON.stringify(token).slice(1, -1), encodeURIComponent(token)]) {
      if (form.length < shortestSecret) continue;
      text = text.replaceAll(form, "[token]");
      // A text that was cut may end within a token.
      for (let length = form.length - 1; length >= shortestSecret; length--) {
        if (text.endsWith(form.slice(0, length))) text = `${text.slice(0, -length)}[token]`;
      }
    }
  }
  return text;
}

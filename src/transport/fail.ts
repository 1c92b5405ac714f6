import { TrutoApiError, TrutoConnectionError, TrutoInputError, TrutoTimeoutError } from "../errors.js";
import { isObject } from "../values.js";
import type { Call, Hints } from "./call.js";
import { copyHeaders, parseRateLimit, parseRetryAfter } from "./headers.js";
import { isTrutoError } from "./outcome.js";
import { printable, redact, safeCause } from "./redact.js";

/** The error of a response that is of no use, without the token. */
export function apiError(call: Call, response: Response, body: unknown, problem?: string): TrutoApiError {
  const { status } = response;
  const headers = copyHeaders(response.headers, (value) => redact(call.tokens, value));
  const fields = objectOr(body);
  const isRemote = fields.truto_is_remote_error === true;
  const insight = isObject(fields.truto_error_insight) ? fields.truto_error_insight : undefined;
  const error = textOf(fields.error) || redact(call.tokens, textOf(response.statusText)) || undefined;
  const missingScopes = scopesIn(insight);
  const retryAfter = parseRetryAfter(headers, status);
  const isTruto = isTrutoError(status, body);
  const said = [
    problem && redact(call.tokens, problem),
    // RFC 9457 has `detail` and `title`. https://www.rfc-editor.org/rfc/rfc9457#name-members-of-a-problem-detail
    fields.message,
    fields.detail,
    fields.title,
    body,
  ].map(excerpt);
  const sentences = [
    said.find(Boolean),
    isTruto ? hintFor(call, isRemote, status) : !problem && notTruto,
    missingScopes.length > 0 && excerpt(`Missing scopes: ${missingScopes.join(", ")}`),
    retryAfter && `Retry after ${retryAfter / 1_000} s`,
  ];
  const advice = sentences.filter(Boolean).map((sentence) => String(sentence).replace(/\.$/, ""));
  const title = `${call.name}: ${status} ${excerpt(error)}`.trim();
  return new TrutoApiError([title, advice.join(". ")].filter(Boolean).join(": "), call, {
    status,
    error,
    body,
    headers,
    isRemote,
    contactNotFound: isTruto && isRemote && status === 404,
    rawResponse: fields.raw_response,
    insight,
    details: fields.details,
    missingScopes,
    needsReauth: isRemote && status === 401,
    rateLimit: parseRateLimit(headers),
    retryAfter,
  });
}

const notTruto = "This response is not Truto's: look at baseUrl, and at the proxies and gateways on the way";

function hintFor({ hints, remoteHints }: Call, isRemote: boolean, status: number): string | undefined {
  const find = (table: Hints | undefined) => table?.[status] ?? table?.[Math.floor(status / 100)];
  return (isRemote && find(remoteHints)) || find(hints);
}

function scopesIn(insight: Record<string, unknown> | undefined): string[] {
  const scopes = objectOr(objectOr(insight?.forbidden_error).value).missing_scopes;
  return Array.isArray(scopes) ? scopes.filter((scope) => typeof scope === "string") : [];
}

function objectOr(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** What a text has to say in a line; a page of HTML says nothing there. */
function excerpt(value: unknown): string {
  const text = textOf(value);
  return /^\s*</.test(text) ? "" : printable(text);
}

/** Says where a redirect pointed. */
export function redirectProblem({ status, headers, url }: Response, followed: boolean): string | undefined {
  if (!followed && status >= 400) return undefined;
  const target = followed ? url : headers.get("location");
  return `redirected${target ? ` to ${target}` : ""}, and redirects are not followed`;
}

/** The error of an attempt that took too long. */
export function timeoutError(call: Call): TrutoTimeoutError {
  return new TrutoTimeoutError(`${call.name}: no answer within ${call.timeout} ms`, call);
}

/** The error of an attempt without a whole response. */
export function connectionError(call: Call, thrown: unknown): TrutoConnectionError {
  const cause = safeCause(call.tokens, thrown);
  const why = printable(reasonOf(cause) || "the connection failed");
  return new TrutoConnectionError(`${call.name}: no complete answer: ${why}`, call, { cause });
}

/** The innermost text of an error and its causes. */
function reasonOf(thrown: unknown): string {
  if (!isObject(thrown)) return textOf(thrown);
  const { cause, errors, message, code, name } = thrown;
  const inner = reasonOf(cause) || (Array.isArray(errors) && errors.map(reasonOf).filter(Boolean).join(", "));
  return inner || textOf(message) || textOf(code) || (name === "Error" ? "" : textOf(name));
}

/** The error of a function of the caller's that threw, with the outcome so far. */
export function callerError(call: Call, option: string, thrown: unknown): TrutoInputError {
  const cause = safeCause(call.tokens, thrown);
  const why = printable(reasonOf(cause) || "see cause");
  return new TrutoInputError(`${option} failed: ${why}`, call, { cause });
}

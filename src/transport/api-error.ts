import { TrutoApiError } from "../errors.js";
import { isObject } from "../values.js";
import type { Call } from "./call.js";
import { copyHeaders, parseRateLimit, parseRetryAfter } from "./headers.js";
import { isTrutoError } from "./outcome.js";
import { redact } from "./redact.js";
import { isRetryable } from "./retry.js";
import { isPage, oneLine, printable } from "./text.js";

/**
 * Makes the error of an unusable response, without the token.
 * @param problem the problem with it, if the status does not say it all
 */
export function apiError(call: Call, response: Response, body: unknown, problem?: string): TrutoApiError {
  const { status } = response;
  const withoutToken = (text: string) => redact(call.tokens, text);
  const headers = copyHeaders(response.headers, withoutToken);
  const fields = objectOr(body);
  const isTruto = isTrutoError(status, body);
  const isRemote = fields.truto_is_remote_error === true;
  const insight = isObject(fields.truto_error_insight) ? fields.truto_error_insight : undefined;
  const error = textOf(fields.error) || withoutToken(textOf(response.statusText)) || undefined;
  const detail = detailOf(body);
  const missingScopes = scopesIn(insight);
  const retryAfter = parseRetryAfter(headers, status);

  const reason = problem ? withoutToken(problem) : detail;
  const advice = isTruto ? adviceFor(call, isRemote, status) : notTruto;
  // The exact wait replaces the hint, which only says "later".
  const isTimed = retryAfter !== undefined && isRetryable(status, body);
  const message = messageOf(`${call.name}: ${status} ${printable(error ?? "")}`.trim(), [
    reason === error ? undefined : reason,
    problem || (isTimed && isTruto) ? undefined : advice,
    missingScopes.length > 0 ? `Missing scopes: ${missingScopes.join(", ")}` : undefined,
    retryAfter && `Retry after ${retryAfter / 1_000} s`,
  ]);
  return new TrutoApiError(message, call, {
    status,
    error,
    detail,
    body,
    headers,
    isRemote,
    contactNotFound: isTruto && isRemote && status === 404 && !isPage(fields.raw_response),
    rawResponse: fields.raw_response,
    insight,
    details: fields.details,
    missingScopes,
    needsReauth: isRemote && status === 401,
    rateLimit: parseRateLimit(headers),
    retryAfter,
  });
}

/** Joins a title and the defined sentences, each cut to the length of a line. */
function messageOf(title: string, sentences: readonly (string | 0 | undefined)[]): string {
  const said = sentences.filter(Boolean).map((sentence) => printable(String(sentence)).replace(/\.$/, ""));
  return said.length > 0 ? `${title}: ${said.join(". ")}` : title;
}

const notTruto = "This response is not Truto's: look at baseUrl, and at the proxies and gateways on the way";

/** The contract's advice for the error. */
function adviceFor({ hints, remoteHints }: Call, isRemote: boolean, status: number): string | undefined {
  const tables = isRemote ? [remoteHints, hints] : [hints];
  const found = tables.flatMap((table) => [table?.[status], table?.[Math.floor(status / 100)]]);
  return found.find(Boolean);
}

/** The server's own words, in one line. RFC 9457 has `detail` and `title`. https://www.rfc-editor.org/rfc/rfc9457#name-members-of-a-problem-detail */
function detailOf(body: unknown): string | undefined {
  const { message, detail, title } = objectOr(body);
  const texts = [message, detail, title, body].filter((text) => !isPage(text));
  return texts.map((text) => oneLine(textOf(text))).find(Boolean);
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

import { TrutoApiError } from "../errors.js";
import { isObject } from "../values.js";
import type { Call, Hints } from "./call.js";
import { copyHeaders, parseRateLimit, parseRetryAfter } from "./headers.js";
import { isTrutoError } from "./outcome.js";
import { redact } from "./redact.js";
import { isRetryable } from "./retry.js";
import { isPage, oneLine, printable } from "./text.js";

/**
 * The error of a response that is of no use, without the token.
 * @param problem what is wrong with it, where its status is not all
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

  const title = `${call.name}: ${status} ${excerpt(error)}`.trim();
  const saying = problem ? withoutToken(problem) : detail;
  const sentences = [
    saying === error ? undefined : excerpt(saying),
    isTruto ? adviceFor(call, isRemote, status, body, retryAfter) : !problem && notTruto,
    missingScopes.length > 0 && excerpt(`Missing scopes: ${missingScopes.join(", ")}`),
    retryAfter && `Retry after ${retryAfter / 1_000} s`,
  ];
  const said = sentences.filter(Boolean).map((sentence) => String(sentence).replace(/\.$/, ""));
  const message = said.length > 0 ? `${title}: ${said.join(". ")}` : title;
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

const notTruto = "This response is not Truto's: look at baseUrl, and at the proxies and gateways on the way";

/** What to do by the contract; where the server says when to retry, "later" would say it twice, and less. */
function adviceFor(
  { hints, remoteHints }: Call,
  isRemote: boolean,
  status: number,
  body: unknown,
  retryAfter: number | undefined,
): string | undefined {
  if (retryAfter && isRetryable(status, body)) return undefined;
  const find = (table: Hints | undefined) => table?.[status] ?? table?.[Math.floor(status / 100)];
  return (isRemote && find(remoteHints)) || find(hints);
}

/** The server's own words, in one line. RFC 9457 has `detail` and `title`. https://www.rfc-editor.org/rfc/rfc9457#name-members-of-a-problem-detail */
function detailOf(body: unknown): string | undefined {
  const { message, detail, title } = objectOr(body);
  for (const text of [message, detail, title, body]) {
    const line = isPage(text) ? "" : oneLine(textOf(text));
    if (line) return line;
  }
  return undefined;
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

/** As much of a text as fits in a message. */
function excerpt(text: string | undefined): string {
  return printable(text ?? "");
}

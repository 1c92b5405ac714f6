import { commandWords, printable } from "../text.js";

/** The state of one contact, from a report or from a queue. */
export interface Row {
  id: string;
  /** `unsent`: no request was sent for it that may have deleted it. */
  outcome: "deleted" | "gone" | "unknown" | "failed" | "unsent";
  /** `true` if it is still to be sent: it is unsent, or sending it again can succeed. */
  again: boolean;
  /** HTTP status of the response that decided the outcome, unless it was a success. */
  status?: number | undefined;
  /** The reason why it is not deleted, in the server's own words if there are any. */
  reason?: string | undefined;
  /** Number of requests that the last run sent for it, if known. */
  attempts?: number | undefined;
  /** Time of the outcome, in ISO 8601. */
  at?: string | undefined;
  /** The id in the response, if it differs. */
  confirmedId?: string | undefined;
}

/** The printed fields of an error, thrown or stored. */
interface ErrorLike {
  message: string;
  /** Status of the response, if there was one. */
  status?: number | undefined;
  detail?: string | undefined;
  missingScopes?: readonly string[] | undefined;
}

/** The status and the reason of an error, in one printable line: the server's own words, else the error's message. */
export function reasonOf({
  message,
  status,
  detail,
  missingScopes = [],
}: ErrorLike): Pick<Row, "status" | "reason"> {
  const words = message.replace(/^[A-Z]+ \/\S*: /, "").replace(/ \(it may have been applied\)$/, "");
  if (status === undefined) return { reason: brief(commandWords(words)) };
  const scopes = missingScopes.length > 0 ? ` (missing scopes: ${missingScopes.join(", ")})` : "";
  const reason = detail ? `${detail}${scopes}` : commandWords(words.replace(/^\d+ /, ""));
  return { status, reason: brief(reason) };
}

/** The longest text of a server in a report, in characters: a report has one for each contact. */
const longest = 500;

/** A text from outside, made safe to print in one line, and short. */
function brief(text: string): string {
  return printable(text.length > longest ? `${text.slice(0, longest)}…` : text);
}

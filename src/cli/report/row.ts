import { commandWords, printable } from "../text.js";

/** What is known of one contact, wherever it is kept: in a report, or on a queue. */
export interface Row {
  id: string;
  /** `unsent`: no request was sent for it, or none that left anything open. */
  outcome: "deleted" | "gone" | "unknown" | "failed" | "unsent";
  /** Whether it is still to be sent: it was not, or sending it again can do better. */
  again: boolean;
  /** HTTP status of the response that decided it, where that was no success. */
  status?: number | undefined;
  /** Why it is not deleted, in the server's own words where it had any. */
  reason?: string | undefined;
  /** Requests that the last run sent for it, where that is known. */
  attempts?: number | undefined;
  /** When the outcome was known, in ISO 8601. */
  at?: string | undefined;
  /** The id that the server confirmed, where it is another one. */
  confirmedId?: string | undefined;
}

/** What is told of an error: one that was thrown, or one that was kept. */
interface ErrorLike {
  message: string;
  /** Of the response, if there was one. */
  status?: number | undefined;
  detail?: string | undefined;
  missingScopes?: readonly string[] | undefined;
}

/** The status and the reason of an error, in one printable line: the server's own words, or what came instead of them. */
export function reasonOf({
  message,
  status,
  detail,
  missingScopes = [],
}: ErrorLike): Pick<Row, "status" | "reason"> {
  const words = message.replace(/^[A-Z]+ \/\S*: /, "").replace(/ \(it may have been applied\)$/, "");
  if (status === undefined) return { reason: printable(commandWords(words)) };
  const scopes = missingScopes.length > 0 ? ` (missing scopes: ${missingScopes.join(", ")})` : "";
  const reason = detail ? `${detail}${scopes}` : commandWords(words.replace(/^\d+ /, ""));
  return { status, reason: printable(reason) };
}

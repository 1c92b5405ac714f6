import { TrutoApiError, type TrutoError } from "../../errors.js";
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

/** The status and the reason of an error, in one printable line: the server's own words, or what came instead of them. */
export function reasonOf(error: TrutoError): Pick<Row, "status" | "reason"> {
  const message = error.message.replace(/^[A-Z]+ \/\S*: /, "").replace(/ \(it may have been applied\)$/, "");
  if (!(error instanceof TrutoApiError)) return { reason: printable(commandWords(message)) };
  const { status, detail, missingScopes } = error;
  const scopes = missingScopes.length > 0 ? ` (missing scopes: ${missingScopes.join(", ")})` : "";
  const reason = detail ? `${detail}${scopes}` : commandWords(message.replace(/^\d+ /, ""));
  return { status, reason: printable(reason) };
}

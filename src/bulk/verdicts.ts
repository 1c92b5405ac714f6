import {
  TrutoApiError,
  TrutoConnectionError,
  type TrutoError,
  TrutoInputError,
  TrutoTimeoutError,
} from "../errors.js";
import { isTrutoError } from "../transport/outcome.js";
import { isRetryable } from "../transport/retry.js";

/** What a failure is about, and so what it means for the next contacts. */
export type Scope =
  /** This contact only. It is settled, and the next one may succeed. */
  | "contact"
  /** The token or the account is refused. All other contacts would fail too, also in a minute. */
  | "access"
  /** The server fails, can't be reached or asks for a wait. Waiting can help. */
  | "server"
  /** Anything else. It may be about this contact or about all, and a person has to fix it. */
  | "other";

/** The outcome of a contact that was not deleted. */
export type Verdict =
  /** The CRM has no such contact. `mayHaveBeenApplied`: an earlier request may have deleted it. */
  | { outcome: "gone"; mayHaveBeenApplied: boolean }
  /** `unknown`: a request may have deleted it. `again`: sending it again can succeed. */
  | { outcome: "unknown" | "failed"; again: boolean };

/** Statuses below 500 that are not about the contact, from any sender. */
const notAboutContact: ReadonlySet<number> = new Set([
  402, // Payment Required: the plan is used up
  403, // Forbidden: this contact or all of them; a scope or a role can be added
  405, // Method Not Allowed: the CRM has no delete for this account
  407, // Proxy Authentication Required
  408, // Request Timeout
  421, // Misdirected Request: a proxy sent it to the wrong server
  423, // Locked: somebody else has it open now
  425, // Too Early
  426, // Upgrade Required
  428, // Precondition Required
  431, // Request Header Fields Too Large: the headers are the same for all
  451, // Unavailable For Legal Reasons: sent by firewalls
  499, // Client Closed Request: a proxy lost the connection
]);

/** The scope of a failed attempt. */
export function scopeOf(error: TrutoError): Scope {
  if (error instanceof TrutoApiError) return scopeOfAnswer(error);
  if (error instanceof TrutoInputError) return scopeOfInput(error);
  // A stand-in for the client may throw any error.
  const isLost = error instanceof TrutoConnectionError || error instanceof TrutoTimeoutError;
  return isLost ? "server" : "other";
}

function scopeOfAnswer(error: TrutoApiError): Scope {
  const { status, body, isRemote, contactNotFound } = error;
  const isTruto = isTrutoError(status, body);
  const isSandbox = status === 405 && !isRemote;
  const isBlocked = status === 503 && isTruto && !isRemote;
  if (status === 401 || isSandbox || isBlocked) return "access";
  if (status === 429 || status >= 500) return "server";
  if (contactNotFound) return "contact";
  // Truto's own 404 may mean that the account is not visible to the token.
  if (!isTruto || status < 400 || status === 404 || notAboutContact.has(status)) return "other";
  return "contact";
}

/** `true` for an invalid id. The error of an invalid token has a request, and that of a failed token function has a cause. */
function scopeOfInput(error: TrutoInputError): Scope {
  if (!error.request) return "contact";
  return error.cause === undefined ? "access" : "server";
}

/** The outcome of a contact after its last failure. `isOpen`: an earlier request may have deleted it. */
export function verdictOf(error: TrutoError, isOpen: boolean): Verdict {
  const mayHaveBeenApplied = isOpen || error.mayHaveBeenApplied;
  if (isGone(error)) return { outcome: "gone", mayHaveBeenApplied };
  // After an answer about the contact a repetition shows nothing new. If its outcome is open, only a look into the CRM helps.
  return { outcome: mayHaveBeenApplied ? "unknown" : "failed", again: scopeOf(error) !== "contact" };
}

/** `true` for the CRM's own 404. Truto's may mean that the account is not visible to the token. */
export function isGone(error: TrutoError): boolean {
  return error instanceof TrutoApiError && error.contactNotFound;
}

/** `true` for a 429, which uses up no attempt. */
export function isLimited(error: TrutoError): error is TrutoApiError {
  return error instanceof TrutoApiError && error.status === 429;
}

/** `true` if another attempt within seconds may succeed. After a timeout the contact has taken long enough. */
export function isWorthRetry(error: TrutoError): boolean {
  if (error instanceof TrutoApiError) return isRetryable(error.status, error.body);
  return (
    error instanceof TrutoConnectionError || (error instanceof TrutoInputError && scopeOf(error) === "server")
  );
}

/** The id in an answer, if it differs from the one asked for. A CRM may write an id in another form. */
export function confirmedIdOf(id: string, answer: unknown): string | undefined {
  if (typeof answer !== "object" || answer === null || !("id" in answer)) return undefined;
  const isId = ["string", "number", "bigint"].includes(typeof answer.id);
  const confirmed = String(answer.id);
  return isId && confirmed !== id ? confirmed : undefined;
}

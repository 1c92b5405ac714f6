import {
  TrutoApiError,
  TrutoConnectionError,
  type TrutoError,
  TrutoInputError,
  TrutoTimeoutError,
} from "../errors.js";
import { isTrutoError } from "../transport/outcome.js";
import { isRetryable } from "../transport/retry.js";

/** The scope of a failure, which decides on the contacts that follow. */
export type Scope =
  /** This contact alone: it is settled, and the next one may do better. */
  | "contact"
  /** The token or the account is refused: the next contact would fare no better, and neither would it in a minute. */
  | "access"
  /** A server that fails, is out of reach or asks for a wait: waiting can mend it. */
  | "server"
  /** Anything else: it may be about this contact or about all of them, and somebody has to mend it. */
  | "other";

/** The outcome of a contact that was not deleted. */
export type Verdict =
  /** The CRM has no such contact; `mayHaveBeenApplied` when a request before that one may be what deleted it. */
  | { outcome: "gone"; mayHaveBeenApplied: boolean }
  /** `unknown` when a request of it may have been applied; `again` when sending it again can do better. */
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

/** An id that can't be sent has no request; a token that can't has one, and a function that failed to give it a cause. */
function scopeOfInput(error: TrutoInputError): Scope {
  if (!error.request) return "contact";
  return error.cause === undefined ? "access" : "server";
}

/** Settles a contact after its last failure. `isOpen` says that a request before may have been applied. */
export function verdictOf(error: TrutoError, isOpen: boolean): Verdict {
  const mayHaveBeenApplied = isOpen || error.mayHaveBeenApplied;
  if (isGone(error)) return { outcome: "gone", mayHaveBeenApplied };
  // An answer about the contact leaves nothing to repeat: what is still open then can only be looked up in the CRM.
  return { outcome: mayHaveBeenApplied ? "unknown" : "failed", again: scopeOf(error) !== "contact" };
}

/** Only the CRM's own 404: Truto's may mean that the account is not visible to the token. */
export function isGone(error: TrutoError): boolean {
  return error instanceof TrutoApiError && error.contactNotFound;
}

/** A 429: it uses up no attempt. */
export function isLimited(error: TrutoError): error is TrutoApiError {
  return error instanceof TrutoApiError && error.status === 429;
}

/** `true` if the next attempt for the same contact, within seconds, may succeed. A timeout has taken long enough. */
export function isWorthRetry(error: TrutoError): boolean {
  if (error instanceof TrutoApiError) return isRetryable(error.status, error.body);
  return (
    error instanceof TrutoConnectionError || (error instanceof TrutoInputError && scopeOf(error) === "server")
  );
}

/** The id that an answer confirmed, where it is another than the one asked for: a CRM may write an id in another form. */
export function confirmedIdOf(id: string, answer: unknown): string | undefined {
  if (typeof answer !== "object" || answer === null || !("id" in answer)) return undefined;
  const isId = ["string", "number", "bigint"].includes(typeof answer.id);
  const confirmed = String(answer.id);
  return isId && confirmed !== id ? confirmed : undefined;
}

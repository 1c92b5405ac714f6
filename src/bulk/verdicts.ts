import { TrutoApiError, TrutoConnectionError, type TrutoError, TrutoInputError } from "../errors.js";
import { isTrutoError } from "../transport/outcome.js";
import { isRetryable } from "../transport/retry.js";

export function isLimited(error: TrutoError): error is TrutoApiError {
  return error instanceof TrutoApiError && error.status === 429;
}

/** Only the CRM's own 404: Truto's may mean that the account is not visible to the token. */
export function isGone(error: TrutoError): boolean {
  return error instanceof TrutoApiError && error.contactNotFound;
}

export function mayImprove(error: TrutoError): boolean {
  return error instanceof TrutoApiError
    ? isRetryable(error.status, error.body)
    : error instanceof TrutoConnectionError;
}

/** Whether the next ids would fare no better: token, account or sandbox are at fault. */
export function befallsAll(error: TrutoError): boolean {
  if (!(error instanceof TrutoApiError)) return false;
  const { status, body, isRemote, missingScopes } = error;
  return (
    status === 401 ||
    status === 405 ||
    (status === 403 && missingScopes.length > 0) ||
    (status === 503 && !isRemote && isTrutoError(status, body))
  );
}

/** Whether it is the contact that the server refused, and not the token, the account, the connection or the time. */
export function isAboutContact(error: TrutoError): boolean {
  if (!(error instanceof TrutoApiError)) return error instanceof TrutoInputError;
  const { status, isRemote } = error;
  if (status < 400 || status > 499 || status === 429 || befallsAll(error)) return false;
  return status !== 404 || isRemote;
}

// Generated from openapi/ by `npm run generate`. Edit the spec, never this file.

/** What to do when Truto answers with this status. A range such as 5XX is under its first digit. */
export const hints: Readonly<Record<number, string>> = {
  400: "Correct the request: see insight and details.",
  401: "Send a valid token: this one is missing, wrong or expired.",
  403: "Use a token that may delete contacts in this account.",
  404: "Check the integrated account id, and that the token can see it.",
  405: "Use a production account: sandbox accounts are read-only.",
  409: "Resolve the conflict in the CRM, then delete again.",
  422: "Correct the request: see insight and details.",
  429: "Wait for retryAfter, then send fewer requests at once.",
  500: "Retry later; the contact may be deleted already.",
  502: "Retry later; the contact may be deleted already.",
  503: "Contact Truto support: the integrated account is blocked.",
  504: "Retry later; the contact may be deleted already.",
  5: "Retry later: the CRM is failing.",
};

/** What to do when the CRM behind Truto answers with this status. A range such as 5XX is under its first digit. */
export const remoteHints: Readonly<Record<number, string>> = {
  400: "Correct what the CRM refused: see rawResponse.",
  401: "Have the account's user reconnect it: the CRM refused it.",
  403: "Reconnect the account with the missing scopes or rights.",
  404: "Check the contact id: the CRM has no such contact.",
  409: "Resolve the conflict in the CRM, then delete again.",
  422: "Correct what the CRM rejected: see rawResponse.",
  429: "Wait for retryAfter: the CRM's own limit is reached.",
  500: "Retry later: the CRM failed; the contact may be deleted.",
  502: "Retry later: the CRM failed; the contact may be deleted.",
  503: "Wait until the CRM is available again.",
  504: "Retry later: the CRM failed; the contact may be deleted.",
  5: "Retry later: the CRM is failing.",
};

// Generated from openapi/ by `npm run generate`. Edit the spec, never this file.

/** What to do when Truto answers with this status. A range such as 5XX is under its first digit. */
export const hints: Readonly<Record<number, string>> = {
  400: "Correct the request: see insight and details.",
  401: "Send a valid token.",
  403: "Use a token that may delete contacts.",
  404: "Check the account id and the token.",
  405: "Use a production account: sandboxes are read-only.",
  409: "Resolve the conflict in the CRM.",
  422: "Correct the request: see insight and details.",
  429: "Wait for retryAfter.",
  503: "Contact Truto support: the account is blocked.",
  5: "Retry later.",
};

/** What to do when the CRM behind Truto answers with this status. A range such as 5XX is under its first digit. */
export const remoteHints: Readonly<Record<number, string>> = {
  400: "Correct the request: see rawResponse.",
  401: "Let the account's user reconnect it.",
  403: "Reconnect the account with the missing scopes.",
  404: "Check the contact id.",
  422: "Correct the request: see rawResponse.",
  503: "Retry later.",
};

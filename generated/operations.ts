// Generated from openapi/ by `npm run generate`. Edit the spec, never this file.

/** Delete a contact. */
export const deleteContact = {
  method: "DELETE",
  path: "/unified/crm/contacts/{id}",
  /** Names of the query parameters, as they are sent. */
  query: ["integrated_account_id","truto_response_format","truto_ignore_remote_data","truto_exclude_fields[]","remote_query"],
  /** What to do when Truto answers with this status; a range such as 5XX is under its first digit. */
  hints: {
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
  },
  /** What to do when the CRM behind Truto answers with this status. */
  remoteHints: {
    400: "Correct the request: see rawResponse.",
    401: "Let the account's user reconnect it.",
    403: "Reconnect the account with the missing scopes.",
    404: "Check the contact id.",
    422: "Correct the request: see rawResponse.",
    503: "Retry later.",
  },
} as const;

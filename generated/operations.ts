// Generated from openapi/ by `npm run generate`. Edit the spec, never this file.

/** Delete a contact. */
export const deleteContact = {
  method: "DELETE",
  path: "/unified/crm/contacts/{id}",
  /** The query parameters by the names that are sent: their type, whether they are required, and the values there are. */
  query: {
    "integrated_account_id": {"type":"string","required":true},
    "truto_response_format": {"type":"string","values":["unified","raw","normalized","stream"]},
    "truto_ignore_remote_data": {"type":"boolean"},
    "truto_exclude_fields[]": {"type":"array","values":["id","account","addresses","created_at","custom_fields","email_addresses","etag","first_name","last_activity_at","last_name","name","owner","phone_numbers","remote_data","tags","title","updated_at","urls"]},
    "remote_query": {"type":"object"},
  },
  /** The statuses of a success; a range such as 2XX is under its first digit. */
  successes: [200, 204],
  /** Advice for this status from Truto; a range such as 5XX is under its first digit. */
  hints: {
    400: "Correct the request.",
    401: "Send a valid token.",
    403: "Use a token that is allowed to make this request.",
    404: "Check the id of the account and the token.",
    405: "Use a production account: sandboxes are read-only.",
    409: "Resolve the conflict in the CRM.",
    422: "Correct the request.",
    429: "Wait before the next request.",
    503: "Contact Truto support: the account is blocked.",
    5: "Retry later.",
  },
  /** Advice for this status from the CRM behind Truto. */
  remoteHints: {
    400: "Correct the request as the CRM asks.",
    401: "Ask the user to reconnect the account.",
    403: "Reconnect the account with the missing scopes.",
    404: "Check the id in the path.",
    422: "Correct the request as the CRM asks.",
    503: "Send it again when the CRM is available.",
  },
} as const;

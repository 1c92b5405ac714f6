import { accountId, contactId, type Target, token } from "../peers/target.js";

/** Opens the stream of one delete. */
export async function open({ baseUrl }: Target) {
  const query = `integrated_account_id=${accountId}&truto_response_format=stream`;
  const { body } = await fetch(`${baseUrl}/unified/crm/contacts/${contactId}?${query}`, {
    method: "DELETE",
    headers: { authorization: `Bearer ${token}` },
  });
  return body;
}

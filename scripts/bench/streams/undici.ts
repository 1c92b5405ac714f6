import { request } from "undici";
import { accountId, contactId, type Target, token } from "../peers/target.js";

/** Opens the stream of one delete. */
export async function open({ baseUrl }: Target) {
  const { body } = await request(`${baseUrl}/unified/crm/contacts/${contactId}`, {
    method: "DELETE",
    query: { integrated_account_id: accountId, truto_response_format: "stream" },
    headers: { authorization: `Bearer ${token}` },
  });
  return body;
}

import { request } from "undici";
import { accountId, contactId, type Target, token } from "./target.js";

/** Deletes a contact with undici's own `request`. */
export function connect({ baseUrl }: Target) {
  return async () => {
    const { body } = await request(`${baseUrl}/unified/crm/contacts/${contactId}`, {
      method: "DELETE",
      query: { integrated_account_id: accountId },
      headers: { authorization: `Bearer ${token}` },
    });
    return body.json();
  };
}

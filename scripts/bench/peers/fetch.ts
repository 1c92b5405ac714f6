import { accountId, contactId, type Target, token } from "./target.js";

/** The least that deletes a contact: the measure of all others. */
export function connect({ baseUrl, fetch = globalThis.fetch }: Target) {
  return async (): Promise<{ id: string }> => {
    const url = `${baseUrl}/unified/crm/contacts/${contactId}?integrated_account_id=${accountId}`;
    const response = await fetch(url, { method: "DELETE", headers: { authorization: `Bearer ${token}` } });
    return response.json();
  };
}

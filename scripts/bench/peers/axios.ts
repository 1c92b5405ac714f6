import axios from "axios";
import { accountId, contactId, type Target, token } from "./target.js";

/** Deletes a contact with axios: over its own transport, or over a `fetch` where one is given. */
export function connect({ baseUrl, fetch }: Target) {
  const client = axios.create({
    baseURL: baseUrl,
    headers: { authorization: `Bearer ${token}` },
    ...(fetch && { adapter: "fetch", env: { fetch } }),
  });
  return async () => {
    const { data } = await client.delete<{ id: string }>(`/unified/crm/contacts/${contactId}`, {
      params: { integrated_account_id: accountId },
    });
    return data;
  };
}

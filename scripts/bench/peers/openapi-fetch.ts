import createClient from "openapi-fetch";
import type { paths } from "../../../generated/schema.js";
import { accountId, contactId, type Target, token } from "./target.js";

/** Deletes a contact with bare openapi-fetch. */
export function connect({ baseUrl, fetch }: Target) {
  const client = createClient<paths>({ baseUrl, fetch, headers: { authorization: `Bearer ${token}` } });
  return async () => {
    const { data } = await client.DELETE("/unified/crm/contacts/{id}", {
      params: { path: { id: contactId }, query: { integrated_account_id: accountId } },
    });
    return data;
  };
}

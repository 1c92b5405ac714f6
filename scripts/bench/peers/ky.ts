import ky from "ky";
import { accountId, contactId, type Target, token } from "./target.js";

/** Deletes a contact with ky. */
export function connect({ baseUrl, fetch }: Target) {
  const client = ky.create({ prefix: baseUrl, fetch, headers: { authorization: `Bearer ${token}` } });
  return () =>
    client
      .delete(`unified/crm/contacts/${contactId}`, { searchParams: { integrated_account_id: accountId } })
      .json<{ id: string }>();
}

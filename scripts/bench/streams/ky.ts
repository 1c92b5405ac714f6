import ky from "ky";
import { accountId, contactId, type Target, token } from "../peers/target.js";

/** Opens the stream of one delete. */
export async function open({ baseUrl }: Target) {
  const client = ky.create({ prefix: baseUrl, headers: { authorization: `Bearer ${token}` } });
  const { body } = await client.delete(`unified/crm/contacts/${contactId}`, {
    searchParams: { integrated_account_id: accountId, truto_response_format: "stream" },
  });
  return body;
}

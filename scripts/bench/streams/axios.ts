import axios from "axios";
import { accountId, contactId, type Target, token } from "../peers/target.js";

/** Opens the stream of one delete. */
export async function open({ baseUrl }: Target) {
  const client = axios.create({ baseURL: baseUrl, headers: { authorization: `Bearer ${token}` } });
  const { data } = await client.delete(`/unified/crm/contacts/${contactId}`, {
    params: { integrated_account_id: accountId, truto_response_format: "stream" },
    responseType: "stream",
  });
  return data;
}

import createClient from "openapi-fetch";
import type { paths } from "../../../generated/schema.js";
import { accountId, contactId, type Target, token } from "../peers/target.js";

/** Opens the stream of one delete. */
export async function open({ baseUrl }: Target) {
  const client = createClient<paths>({ baseUrl, headers: { authorization: `Bearer ${token}` } });
  const { data } = await client.DELETE("/unified/crm/contacts/{id}", {
    params: {
      path: { id: contactId },
      query: { integrated_account_id: accountId, truto_response_format: "stream" },
    },
    parseAs: "stream",
  });
  return data;
}

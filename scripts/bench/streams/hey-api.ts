import { accountId, contactId, type Target, token } from "../peers/target.js";
import { createClient, createConfig } from "../work/hey-api/client/index.js";
import { deleteContact } from "../work/hey-api/sdk.gen.js";

/** Opens the stream of one delete. */
export async function open({ baseUrl }: Target) {
  const client = createClient(createConfig({ baseUrl, auth: token }));
  const { data } = await deleteContact({
    client,
    path: { id: contactId },
    query: { integrated_account_id: accountId, truto_response_format: "stream" },
    parseAs: "stream",
    throwOnError: true,
  });
  return data;
}

import { accountId, contactId, type Target, token } from "../peers/target.js";
import { createClient, OPERATIONS, type Ops } from "../work/redocly/client.js";

/** Opens the stream of one delete. */
export function open({ baseUrl }: Target) {
  const client = createClient<Ops>(OPERATIONS, { serverUrl: baseUrl, auth: { bearer: token } });
  const query = { integrated_account_id: accountId, truto_response_format: "stream" } as const;
  return client.deleteContact({ path: { id: contactId }, query }, { parseAs: "stream" });
}

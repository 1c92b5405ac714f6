import { contactId, query, type Target, token } from "../target.ts";
import { createClient, OPERATIONS, type Ops } from "../work/redocly/client.js";

/** Deletes a contact with the client that `redocly generate-client` generates. */
export function connect({ baseUrl, fetch }: Target) {
  const client = createClient<Ops>(OPERATIONS, { serverUrl: baseUrl, fetch, auth: { bearer: token } });
  return () => client.deleteContact({ path: { id: contactId }, query });
}

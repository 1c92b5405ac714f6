import { contactId, query, token } from "../target.ts";
import { createClient, createConfig } from "../work/hey-api/client/index.js";
import { deleteContact } from "../work/hey-api/sdk.gen.js";

/** Deletes a contact with the client that `@hey-api/openapi-ts` generates. */
export function connect(baseUrl: string) {
  const client = createClient(createConfig({ baseUrl, auth: token }));
  const options = { client, path: { id: contactId }, query, throwOnError: true } as const;
  return async () => (await deleteContact(options)).data;
}

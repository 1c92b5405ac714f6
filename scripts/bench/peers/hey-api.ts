import { createClient, createConfig } from "../work/hey-api/client/index.js";
import { deleteContact } from "../work/hey-api/sdk.gen.js";
import { accountId, contactId, type Target, token } from "./target.js";

/** Deletes a contact with the client that `@hey-api/openapi-ts` generates. */
export function connect({ baseUrl, fetch }: Target) {
  const client = createClient(createConfig({ baseUrl, fetch, auth: token }));
  return async () => {
    const { data } = await deleteContact({
      client,
      path: { id: contactId },
      query: { integrated_account_id: accountId },
      throwOnError: true,
    });
    return data;
  };
}

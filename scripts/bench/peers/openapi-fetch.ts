import createClient from "openapi-fetch";
import type { paths } from "../../../generated/schema.ts";
import { contactId, headers, query } from "../target.ts";

/** Deletes a contact with bare openapi-fetch. */
export function connect(baseUrl: string) {
  const client = createClient<paths>({ baseUrl, headers });
  const params = { path: { id: contactId }, query };
  return async () => (await client.DELETE("/unified/crm/contacts/{id}", { params })).data;
}

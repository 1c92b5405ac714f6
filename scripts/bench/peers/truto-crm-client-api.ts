import { createTrutoApi } from "../../../dist/api.js";
import { contactId, query, token } from "../target.ts";

/** Deletes a contact with this package's openapi-fetch client and its defaults. */
export function connect(baseUrl: string) {
  const api = createTrutoApi({ token, baseUrl });
  const params = { path: { id: contactId }, query };
  return async () => (await api.DELETE("/unified/crm/contacts/{id}", { params })).data;
}

import { createTrutoApi } from "../../../dist/api.js";
import { contactId, query, type Target, token } from "../target.ts";

/** Deletes a contact with this package's openapi-fetch client and its defaults. */
export function connect({ baseUrl, fetch }: Target) {
  const api = createTrutoApi({ token, baseUrl, fetch });
  const params = { path: { id: contactId }, query };
  return async () => (await api.DELETE("/unified/crm/contacts/{id}", { params })).data;
}

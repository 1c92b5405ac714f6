// The types of these exports are inferred. The declarations of this file must be able to name all their parts.
import { createTrutoApi, type TrutoApi } from "../../../src/api.js";
import { deleteContacts } from "../../../src/bulk/index.js";
import { createTrutoClient } from "../../../src/index.js";
import { createMockFetch } from "../../../src/mock/index.js";

export const truto = createTrutoClient({ token: "t", integratedAccountId: "a" });
export const without = createTrutoClient({ token: "t" });

export const remove = truto.contacts.delete;
export const removeWithout = without.contacts.delete;
export const contacts = { ...truto.contacts };
export const contactsWithout = { ...without.contacts };
export const bound = truto.contacts.delete.bind(truto.contacts);
export const boundWithout = without.contacts.delete.bind(without.contacts);

export class Service {
  remove = truto.contacts.delete;
  removeWithout = without.contacts.delete;
}

export const slim = (id: string) => truto.contacts.delete(id, { truto_exclude_fields: ["tags"] });
export const stream = (id: string) => truto.contacts.delete(id, { truto_response_format: "stream" });
export const response = (id: string) => truto.contacts.delete(id).withResponse();
export const run = (ids: string[]) => deleteContacts(truto, ids);
export const mock = () => createMockFetch();

export const api = createTrutoApi({ token: "t" });
export const { use, eject } = api;
export const overApi = (id: string) =>
  api.DELETE("/unified/crm/contacts/{id}", {
    params: { path: { id }, query: { integrated_account_id: "a" } },
  });
export async function streamOverApi(given: TrutoApi, id: string) {
  const params = { path: { id }, query: { integrated_account_id: "a" } };
  return given.DELETE("/unified/crm/contacts/{id}", { params, parseAs: "stream" });
}

import { createTrutoApi } from "../../../src/api.js";
import { type Contact, createTrutoClient, TrutoApiError } from "../../../src/index.js";

const truto = createTrutoClient({ token: "token", integratedAccountId: "account" });

export async function deleteContact(id: string): Promise<Contact | undefined> {
  try {
    return await truto.contacts.delete(id);
  } catch (error) {
    if (error instanceof TrutoApiError && error.status === 404) return undefined;
    throw error;
  }
}

// @ts-expect-error a typo does not compile
export const typo = truto.contacts.delete("1", { truto_response_formats: "raw" });

export async function deleteThroughApi(id: string): Promise<boolean> {
  const query = { integrated_account_id: "account" };
  const api = createTrutoApi({ token: "token" });
  const { data } = await api.DELETE("/unified/crm/contacts/{id}", { params: { path: { id }, query } });
  // @ts-expect-error a path that the contract does not have
  await api.DELETE("/unified/crm/contact/{id}", { params: { path: { id }, query } });
  return data !== undefined;
}

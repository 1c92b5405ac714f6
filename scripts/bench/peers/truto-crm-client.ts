import { createTrutoClient } from "../../../dist/index.js";
import { contactId, query, type Target, token } from "../target.ts";

/** Deletes a contact with this package and its defaults. */
export function connect({ baseUrl, fetch }: Target) {
  const integratedAccountId = query.integrated_account_id;
  const truto = createTrutoClient({ token, integratedAccountId, baseUrl, fetch });
  return () => truto.contacts.delete(contactId);
}

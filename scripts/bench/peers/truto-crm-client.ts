import { createTrutoClient } from "../../../dist/index.js";
import { contactId, query, token } from "../target.ts";

/** Deletes a contact with this package and its defaults. */
export function connect(baseUrl: string) {
  const integratedAccountId = query.integrated_account_id;
  const truto = createTrutoClient({ token, integratedAccountId, baseUrl });
  return () => truto.contacts.delete(contactId);
}

import { createTrutoClient } from "../../../dist/index.js";
import { accountId, contactId, type Target, token } from "./target.js";

/** Deletes a contact with this package and its defaults. */
export function connect({ baseUrl, fetch }: Target) {
  const truto = createTrutoClient({ token, integratedAccountId: accountId, baseUrl, fetch });
  return () => truto.contacts.delete(contactId);
}

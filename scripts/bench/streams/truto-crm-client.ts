import { createTrutoClient } from "../../../dist/index.js";
import { accountId, contactId, type Target, token } from "../peers/target.js";

/** Opens the stream of one delete. */
export function open({ baseUrl }: Target) {
  const truto = createTrutoClient({ token, integratedAccountId: accountId, baseUrl });
  return truto.contacts.delete(contactId, { truto_response_format: "stream" });
}

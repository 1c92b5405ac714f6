import { deleteContacts } from "../../../dist/bulk.js";
import { createTrutoClient } from "../../../dist/index.js";
import { token } from "../target.ts";
import { tell } from "./tell.ts";

const [baseUrl = "", accounts = "", wanted = ""] = process.argv.slice(2);
const truto = createTrutoClient({ token, baseUrl });

/** Deletes `wanted` contacts of an account, at Truto's own limits. */
async function deleteIn(account: number): Promise<void> {
  const ids = Array.from({ length: Number(wanted) }, (_, index) => `contact-${index}`);
  for await (const { outcome } of deleteContacts(truto, ids, {
    integrated_account_id: `account-${account}`,
  })) {
    if (outcome !== "deleted") throw new Error(`a contact is ${outcome}`);
  }
}

await Promise.all(Array.from({ length: Number(accounts) }, (_, account) => deleteIn(account)));
tell(Number(accounts) * Number(wanted));

import { createTrutoClient } from "../src/index.js";
import { deleteMany } from "./demo/many.js";
import { shown, showValue } from "./demo/show.js";
import { tour } from "./demo/tour.js";
import { confirm, readCredentials } from "./lib/live-delete.js";
import { command, script, UserError } from "./lib/script.js";

const liveText = "make one real delete instead, with TRUTO_API_TOKEN and TRUTO_INTEGRATED_ACCOUNT_ID set";
const options = command("npm run demo --")
  .description("Deletes contacts of a mock of the API in every way there is, and a hundred with the command.")
  .option("--live <id>", liveText)
  .option("--yes", "do not ask before it")
  .option("--base-url <url>", "where to send it (default: https://api.truto.one)");

export const main = script(import.meta.url, options, async ({ live, yes, baseUrl }) => {
  if (live !== undefined) return deleteLive(live, baseUrl, yes === true);
  if (yes || baseUrl !== undefined) throw new UserError("--yes and --base-url go with --live <id>.");
  await tour();
  await deleteMany();
  console.log("\nNothing left this machine.");
});

async function deleteLive(id: string, baseUrl: string | undefined, isConfirmed: boolean): Promise<void> {
  const { token, account } = readCredentials(process.env);
  const question = `Delete contact ${id} in account ${account}? It can't be undone. [y/N] `;
  if (!isConfirmed && !(await confirm(question))) throw new UserError("Nothing was deleted.");
  const truto = createTrutoClient({ token, integratedAccountId: account, baseUrl, fetch: shown(fetch) });
  showValue("Contact", await truto.contacts.delete(id));
}

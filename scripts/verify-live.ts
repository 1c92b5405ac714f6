import { writeFile } from "node:fs/promises";
import { createTrutoClient, TrutoApiError, type TrutoClient } from "../src/index.js";
import { shippedSpec } from "./lib/bundle-spec.js";
import { drift } from "./lib/drift.js";
import { createRecorder, harOf } from "./lib/record.js";
import { command, script, UserError } from "./lib/script.js";
import { unifiedContract } from "./lib/unified-contract.js";
import { confirm, readCredentials } from "./verify-live/consent.js";
import { undocumentedAnswer } from "./verify-live/undocumented-answer.js";

const options = command("npm run verify:live --")
  .description(
    "Deletes one contact for real and names everything in which the response deviates from the contract. " +
      "TRUTO_API_TOKEN and TRUTO_INTEGRATED_ACCOUNT_ID have to be set. No file ever holds the token.",
  )
  .requiredOption(
    "--id <id>",
    "the contact to delete; one that does not exist shows how the API responds then",
  )
  .option("--base-url <url>", "the API", "https://api.truto.one")
  .option("--yes", "do not ask before it deletes")
  .option("--har <file>", "keep the recorded call; its response may hold personal data");

export const main = script(import.meta.url, options, async ({ id, baseUrl, har, yes }) => {
  const { token, account } = readCredentials(process.env);
  const recorder = createRecorder(token);
  const given = { token, integratedAccountId: account, baseUrl, fetch: recorder.fetch };
  const truto = createTrutoClient({ ...given, maxRetries: 0 });
  const question = `Delete contact ${id} of account ${account} at ${baseUrl}, for good? (y/N) `;
  if (!yes && !(await confirm(question))) throw new UserError("Nothing was sent.");
  console.log(await send(truto, id));
  const entries = recorder.entries();
  const [entry] = entries;
  if (har !== undefined) await writeFile(har, harOf(entries));
  const contract = unifiedContract((await shippedSpec("openapi/openapi.yaml")).json);
  const { findings } = await drift({ contract, entries, server: baseUrl });
  const undocumented = entry && undocumentedAnswer(JSON.parse(contract), entry);
  const deviations = undocumented === undefined ? findings : [undocumented, ...findings];
  if (deviations.length > 0) throw new UserError(`It deviates from the contract:\n${deviations.join("\n")}`);
  console.log("It keeps to the contract.");
});

/** Sends the call once. Returns its outcome in words. @throws when there is no complete answer */
async function send(truto: TrutoClient<string>, id: string): Promise<string> {
  try {
    const { response } = await truto.contacts.delete(id).withResponse();
    return `Answered ${response.status}: the contact is deleted.`;
  } catch (error) {
    if (error instanceof TrutoApiError) return `Answered ${error.status}: ${error.message}`;
    throw error;
  }
}

import { writeFile } from "node:fs/promises";
import { createTrutoClient, TrutoApiError, TrutoError } from "../src/index.js";
import { shippedSpec } from "./lib/bundle-spec.js";
import { drift } from "./lib/drift.js";
import { confirm, readCredentials } from "./lib/live-delete.js";
import { createRecorder, harOf } from "./lib/record.js";
import { command, script, UserError } from "./lib/script.js";
import { unifiedContract } from "./lib/unified-contract.js";
import { undocumentedAnswer } from "./verify-live/undocumented-answer.js";

const options = command("npm run verify:live --")
  .description(
    "Deletes one contact for real and names everything in which the answer deviates from the contract. " +
      "TRUTO_API_TOKEN and TRUTO_INTEGRATED_ACCOUNT_ID have to be set. No file ever holds the token.",
  )
  .requiredOption(
    "--id <id>",
    "the contact to delete; one that does not exist shows how the API answers then",
  )
  .option("--target <url>", "the API", "https://api.truto.one")
  .option("--yes", "do not ask before it deletes")
  .option("--har <file>", "keep the recorded call; its answer may hold personal data");

export const main = script(import.meta.url, options, async ({ id, target, har, yes }) => {
  const { token, account } = readCredentials(process.env);
  const recorder = createRecorder(token);
  const truto = connect({ token, integratedAccountId: account, baseUrl: target, fetch: recorder.fetch });
  const question = `Delete contact ${id} of account ${account} at ${target}, for good? (y/N) `;
  if (!yes && !(await confirm(question))) throw new UserError("Nothing was sent.");
  console.log(await send(truto, id, target));
  const entries = recorder.entries();
  const [entry] = entries;
  if (har !== undefined) await writeFile(har, harOf(entries));
  const contract = unifiedContract((await shippedSpec("openapi/openapi.yaml")).json);
  const { findings } = await drift({ contract, entries, server: target });
  const undocumented = entry && undocumentedAnswer(JSON.parse(contract), entry);
  const deviations = undocumented === undefined ? findings : [undocumented, ...findings];
  if (deviations.length > 0) throw new UserError(`It deviates from the contract:\n${deviations.join("\n")}`);
  console.log("It keeps to the contract.");
});

/** A client, whose options are named as this script's. */
function connect(options: Parameters<typeof createTrutoClient<string>>[0]) {
  try {
    return createTrutoClient({ ...options, maxRetries: 0 });
  } catch (error) {
    throw error instanceof TrutoError ? new UserError(error.message.replace("baseUrl", "--target")) : error;
  }
}

/** Sends the call once, and gives back its outcome. @throws when there is no whole answer */
async function send(truto: ReturnType<typeof connect>, id: string, target: string): Promise<string> {
  try {
    const { response } = await truto.contacts.delete(id).withResponse();
    return `Answered ${response.status}: the contact is deleted.`;
  } catch (error) {
    if (error instanceof TrutoApiError) return `Answered ${error.status}: ${error.message}`;
    if (!(error instanceof TrutoError)) throw error;
    throw new UserError(`There is no whole answer from ${target}: ${error.message}`);
  }
}

import { copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createTrutoClient, TrutoApiError } from "../src/index.js";
import { shippedSpec } from "./lib/bundle-spec.js";
import { drift } from "./lib/drift.js";
import { confirm, readCredentials } from "./lib/live-delete.js";
import { startProxy } from "./lib/proxy.js";
import { command, script, UserError } from "./lib/script.js";
import { withTemporaryFolder } from "./lib/temporary-folder.js";
import { unifiedContract } from "./lib/unified-contract.js";
import { startTokenRelay } from "./verify-live/token-relay.js";
import { type RecordedAnswer, undocumentedAnswer } from "./verify-live/undocumented-answer.js";

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

type Call = { id: string; target: string; account: string; token: string; har: string | undefined };

/** Makes the call through the recording proxy, and gives back its outcome and each deviation. */
async function verify(folder: string, call: Call): Promise<{ outcome: string; deviations: string[] }> {
  const { json } = await shippedSpec("openapi/openapi.yaml");
  const [spec, har] = [join(folder, "openapi.json"), join(folder, "call.har")];
  await writeFile(spec, unifiedContract(json));
  const relay = await startTokenRelay(call.target, call.token);
  try {
    const proxy = await startProxy({ target: relay.url, har });
    let outcome: string;
    try {
      outcome = await send(call, proxy.url);
    } finally {
      await proxy.stop();
    }
    const { log }: { log: { entries: { response: RecordedAnswer }[] } } = JSON.parse(
      await readFile(har, "utf8"),
    );
    const [entry] = log.entries;
    if (entry === undefined || relay.failure() !== undefined) {
      throw new UserError(
        `There is no whole answer from ${call.target}: ${relay.failure()?.message ?? outcome}`,
      );
    }
    if (call.har !== undefined) await copyFile(har, call.har);
    const undocumented = undocumentedAnswer(await readFile(spec, "utf8"), entry.response);
    const { findings } = await drift({ spec, har, server: relay.url, folder });
    return { outcome, deviations: undocumented === undefined ? findings : [undocumented, ...findings] };
  } finally {
    await relay.stop();
  }
}

/** Sends the call once, under a stand-in for the token. */
async function send({ id, account }: Call, baseUrl: string): Promise<string> {
  const truto = createTrutoClient({
    token: "stand-in",
    integratedAccountId: account,
    baseUrl,
    maxRetries: 0,
  });
  try {
    const { response } = await truto.contacts.delete(id).withResponse();
    return `Answered ${response.status}: the contact is deleted.`;
  } catch (error) {
    if (error instanceof TrutoApiError) return `Answered ${error.status}: ${error.message}`;
    throw error;
  }
}

/** The client checks the proxy's address, not the one that the token goes to. */
function checkTarget(target: string): void {
  try {
    createTrutoClient({ token: "stand-in", baseUrl: target });
  } catch (error) {
    throw new UserError(
      String(error instanceof Error ? error.message : error).replace("baseUrl", "--target"),
    );
  }
}

export const main = script(import.meta.url, options, async ({ id, target, har, yes }) => {
  checkTarget(target);
  const call = { id, target, har, ...readCredentials(process.env) };
  const question = `Delete contact ${id} of account ${call.account} at ${target}, for good? (y/N) `;
  if (!yes && !(await confirm(question))) throw new UserError("Nothing was sent.");
  console.error("Recording the call …");
  const { outcome, deviations } = await withTemporaryFolder((folder) => verify(folder, call));
  console.log(outcome);
  if (deviations.length > 0) throw new UserError(`It deviates from the contract:\n${deviations.join("\n")}`);
  console.log("It keeps to the contract.");
});

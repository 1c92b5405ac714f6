import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { serve } from "../../src/cli/serve.js";
import { createMockFetch } from "../../src/mock/index.js";
import { withTemporaryFolder } from "../lib/temporary-folder.js";

/** The contacts that the CRM does not delete, and its answers for them. */
const troubles: [ids: RegExp, prefer: string][] = [
  [/^1\d$/, "code=409, example=provider"],
  [/^2[0-2]$/, "code=404, example=provider"],
  [/^33$/, "code=422, example=provider"],
];

const ids = Array.from({ length: 100 }, (_, index) => String(index + 1));
const bin = fileURLToPath(new URL("../../src/cli/bin.ts", import.meta.url));
const tsx = import.meta.resolve("tsx");

/** The preferred answer to a request, by its contact. */
function preferFor({ url }: Request): string | undefined {
  const id = new URL(url).pathname.split("/").at(-1) ?? "";
  return troubles.find(([pattern]) => pattern.test(id))?.[1];
}

/**
 * Deletes a hundred contacts of a mock with the command, and prints its output. Some of them can't be deleted.
 * @param contract the contract of the mock, as JSON
 */
export async function deleteMany(contract: string): Promise<void> {
  const mock = await serve(await createMockFetch({ contract, prefer: preferFor }), 0);
  await withTemporaryFolder(async (cwd) => {
    await writeFile(join(cwd, "ids.txt"), ids.join("\n"));
    const account = "62f44730-dd91-461e-bd6a-aedd9e0ad79d";
    const typed = `delete --from ids.txt --account ${account} --report run.ndjson --base-url ${mock.url} --limit 50/1 --yes 100`;
    console.log("\nA hundred, with the command, from a mock that listens on this machine");
    console.log(`  npx truto-crm-client ${typed}\n`);
    const env = { TRUTO_API_TOKEN: "any-token-will-do" };
    const options = { cwd, env, reject: false, stdio: ["ignore", 1, 1] } as const;
    await execa(process.execPath, ["--import", tsx, bin, ...typed.split(" ")], options);
    const lines = (await readFile(join(cwd, "run.ndjson"), "utf8")).trimEnd().split("\n");
    console.log(`\nThe end of its report:\n  ${lines.slice(-2).join("\n  ")}`);
  }).finally(mock.stop);
}

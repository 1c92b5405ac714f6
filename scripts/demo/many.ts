import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { main } from "../../src/cli/main.js";
import { startMock } from "../lib/mock-server.js";
import { withTemporaryFolder } from "../lib/temporary-folder.js";

/** The contacts that the CRM does not delete, with its answer. */
const troubles: [ids: RegExp, prefer: string][] = [
  [/^1\d$/, "code=409, example=provider"],
  [/^2[0-2]$/, "code=404, example=provider"],
  [/^33$/, "code=422, example=provider"],
];

const ids = Array.from({ length: 100 }, (_, index) => String(index + 1));

/** The answer that the mock is to give, by the contact that a request is for. */
function preferFor({ url }: Request): string | undefined {
  const id = new URL(url).pathname.split("/").at(-1) ?? "";
  return troubles.find(([pattern]) => pattern.test(id))?.[1];
}

/** Deletes a hundred contacts of a mock with the command, of which some can't be deleted, and prints what it does. */
export async function deleteMany(): Promise<void> {
  const mock = await startMock({ prefer: preferFor });
  try {
    await withTemporaryFolder(async (folder) => {
      const [from, report] = [join(folder, "ids.txt"), join(folder, "run.ndjson")];
      await writeFile(from, ids.join("\n"));
      const args = ["delete", "--from", from, "--account", "62f44730-dd91-461e-bd6a-aedd9e0ad79d"];
      const options = ["--report", report, "--base-url", mock.url, "--limit", "50/1", "--yes", "100"];
      console.log("\nA hundred, with the command, from a mock that listens on this machine");
      const typed = [...args, ...options].join(" ").replaceAll(join(folder, "/"), "");
      console.log(`  npx truto-crm-client ${typed}\n`);
      await main([...args, ...options], {
        env: { TRUTO_API_TOKEN: "any-token-will-do" },
        stdin: process.stdin,
        openTerminal: () => undefined,
        stdout: process.stdout,
        stderr: process.stdout,
        on: (signal, listener) => process.on(signal, listener),
        off: (signal, listener) => process.off(signal, listener),
        exit: process.exit,
      });
      const lines = (await readFile(report, "utf8")).trimEnd().split("\n");
      console.log(`\nThe end of its report:\n  ${lines.slice(-2).join("\n  ")}`);
    });
  } finally {
    await mock.stop();
  }
}

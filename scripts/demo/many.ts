import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { main } from "../../src/cli/main.js";
import { startMock } from "../lib/mock-server.js";
import { withTemporaryFolder } from "../lib/temporary-folder.js";

const ids = Array.from({ length: 100 }, (_, index) => String(index + 1));

/** Deletes a hundred contacts of a mock with the command, and prints what it does. @returns its exit code */
export async function deleteMany(): Promise<number> {
  const mock = await startMock();
  try {
    return await withTemporaryFolder(async (folder) => {
      const [from, report] = [join(folder, "ids.txt"), join(folder, "run.ndjson")];
      await writeFile(from, ids.join("\n"));
      const args = ["delete", "--from", from, "--account", "62f44730-dd91-461e-bd6a-aedd9e0ad79d"];
      const options = ["--report", report, "--base-url", mock.url, "--limit", "50/1", "--yes", "100"];
      console.log("\nA hundred, with the command, from a mock that listens on this machine");
      const typed = [...args, ...options].join(" ").replaceAll(join(folder, "/"), "");
      console.log(`  npx truto-crm-client ${typed}\n`);
      const exitCode = await main([...args, ...options], {
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
      return exitCode;
    });
  } finally {
    await mock.stop();
  }
}

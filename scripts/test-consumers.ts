import { join } from "node:path";
import { programChecks } from "../test/consumers/programs.js";
import type { Check } from "../test/consumers/project.js";
import { typeChecks } from "../test/consumers/types.js";
import { pack } from "../test/support/pack.js";
import { startPrism } from "./lib/prism.js";
import { command, script, UserError } from "./lib/script.js";
import { withTemporaryFolder } from "./lib/temporary-folder.js";

const options = command("npx tsx scripts/test-consumers.ts")
  .description(
    "Packs the package, installs the tarball into projects of users in the system's temporary folder, runs their " +
      "programs against the mock of the contract in the tarball, and checks the types with every TypeScript. " +
      "Needs the npm registry.",
  )
  .option("--only <text>", "only the checks that have the text in their title", "");

/** Runs the checks in turn, prints each with its outcome, and gives the number that failed. */
async function run(checks: Check[]): Promise<number> {
  let failed = 0;
  for (const { title, run } of checks) {
    try {
      await run();
      console.log(`passed  ${title}`);
    } catch (error) {
      failed++;
      console.log(`FAILED  ${title}\n${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return failed;
}

script(import.meta.url, options, async ({ only }) => {
  await withTemporaryFolder(async (folder) => {
    console.error("Packing …");
    const { file, unpacked } = await pack(folder);
    const mock = await startPrism({ spec: join(unpacked, "dist/openapi.yaml") });
    try {
      const all = [...programChecks(folder, file, mock.url), ...typeChecks(folder, file)];
      const checks = all.filter(({ title }) => title.includes(only));
      if (checks.length === 0) throw new UserError(`No check has "${only}" in its title.`);
      const failed = await run(checks);
      console.log(`\n${checks.length - failed} passed, ${failed} failed`);
      if (failed > 0) process.exitCode = 1;
    } finally {
      await mock.stop();
    }
  });
});

import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { shippedSpec } from "./lib/bundle-spec.js";
import { command, script, UserError } from "./lib/script.js";
import { withTemporaryFolder } from "./lib/temporary-folder.js";
import { rateChanges } from "./spec-diff/rate-changes.js";

const options = command("npm run spec:diff --")
  .description(
    "Rates every change of the contract since its last release by semver, and fails when info.version is lower than " +
      "the changes ask for.",
  )
  .option("--release", "when it passes, keep the contract as the last released one")
  .option("--spec <file>", "the contract as it is now", "openapi/openapi.yaml")
  .option("--released <file>", "the contract as last released", "openapi/released.yaml");

/** Compares two contracts and prints the changes. Returns why `info.version` must change, if it must. */
function compare(released: string, yaml: string): Promise<string | undefined> {
  return withTemporaryFolder(async (folder) => {
    const working = join(folder, "openapi.yaml");
    await writeFile(working, yaml);
    const { report, problem } = await rateChanges(released, working);
    // Without the lines that name the bundle, which is removed. Each change names its place in the contract anyway.
    console.log(report.replace(/^ *at .*openapi\.yaml:\d+:\d+\n?/gm, ""));
    return problem;
  });
}

export const main = script(import.meta.url, options, async ({ release, spec, released: file }) => {
  const released = relative(process.cwd(), file);
  const { yaml } = await shippedSpec(spec);
  if (existsSync(released)) {
    const problem = await compare(released, yaml);
    if (problem !== undefined) throw new UserError(problem);
    console.log(`info.version fits the changes since ${released}.`);
  } else {
    console.log(`There is no ${released}: nothing is released yet, so any info.version will do.`);
  }
  if (!release) return;
  await writeFile(
    released,
    `# The contract as last released. Written by \`npm run spec:diff -- --release\`.\n${yaml}`,
  );
  console.log(`Wrote ${released}.`);
});

import { access, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { shippedSpec } from "./lib/bundle-spec.js";
import { runScript } from "./lib/run-script.js";
import { rateChanges } from "./spec-diff/rate-changes.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const help = `Usage: npm run spec:diff -- [options]

Rates every change of the contract since its last release by semver, and fails when info.version is lower
than the changes ask for.

  --release          when it passes, keep the contract as the last released one
  --spec <file>      the contract as it is now         (default: openapi/openapi.yaml)
  --released <file>  the contract as last released     (default: openapi/released.yaml)
  --help             this text
`;

/** Compares, prints, and gives back why `info.version` may not stay, if so. */
async function compare(released: string, yaml: string): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), "truto-spec-diff-"));
  try {
    const working = join(folder, "openapi.yaml");
    await writeFile(working, yaml);
    const { report, problem } = await rateChanges(released, working);
    // The bundle is gone when this is read, and each change names its place in the contract anyway.
    console.log(report.replace(/^ *at .*openapi\.yaml:\d+:\d+\n?/gm, ""));
    return problem;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      release: { type: "boolean", default: false },
      spec: { type: "string", default: join(root, "openapi/openapi.yaml") },
      released: { type: "string", default: join(root, "openapi/released.yaml") },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return;
  }
  const released = relative(process.cwd(), values.released);
  const { yaml } = await shippedSpec(values.spec);
  const isReleased = await access(released).then(
    () => true,
    () => false,
  );
  if (isReleased) {
    const problem = await compare(released, yaml);
    if (problem !== undefined) throw new Error(problem);
    console.log(`info.version fits the changes since ${released}.`);
  } else {
    console.log(`There is no ${released}: nothing is released yet, so any info.version will do.`);
  }
  if (!values.release) return;
  await writeFile(
    released,
    `# The contract as last released. Written by \`npm run spec:diff -- --release\`.\n${yaml}`,
  );
  console.log(`Wrote ${released}.`);
}

runScript(import.meta.url, main);

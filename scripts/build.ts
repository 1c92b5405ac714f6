import { existsSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { execa } from "execa";
import { bundleSpec } from "./support/bundle-spec.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const help = `Usage: npm run build

Writes dist/: src/ and generated/ compiled, with declarations and source maps, and the contract as
openapi.yaml and openapi.json. A build that fails leaves the last good dist/ alone.

  --help   this text
`;

/**
 * Compiles src/, in two runs side by side: the declarations keep their comments, and the modules have them in
 * their maps, which carry the sources, because src/ is not in the package.
 */
async function compile(outDir: string): Promise<void> {
  const runs = await Promise.all([
    tsc(outDir, "--emitDeclarationOnly"),
    tsc(outDir, "--noCheck", "--declaration", "false", "--removeComments", "--inlineSources"),
  ]);
  for (const { exitCode, stdout } of runs) if (exitCode !== 0) throw new Error(stdout);
}

function tsc(outDir: string, ...options: string[]) {
  const compiler = createRequire(import.meta.url).resolve("typescript/bin/tsc");
  const args = [compiler, "-p", "src", "--outDir", outDir, "--declarationMap", "false", ...options];
  return execa(process.execPath, args, { cwd: root, reject: false });
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { help: { type: "boolean" } } });
  if (values.help) {
    process.stdout.write(help);
    return;
  }
  const dist = join(root, "dist");
  // Beside dist/, because the maps name their sources relative to themselves.
  const fresh = `${dist}-${process.pid}`;
  const last = `${fresh}-last`;
  const { yaml, json } = await bundleSpec(join(root, "openapi/openapi.yaml"));
  try {
    await mkdir(fresh);
    await compile(fresh);
    await writeFile(join(fresh, "openapi.yaml"), yaml);
    await writeFile(join(fresh, "openapi.json"), json);
    if (existsSync(dist)) await rename(dist, last);
    await rename(fresh, dist);
  } finally {
    await Promise.all([fresh, last].map((folder) => rm(folder, { recursive: true, force: true })));
  }
  console.log("Wrote dist/.");
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});

import { existsSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { build } from "esbuild";
import { execa } from "execa";
import { UserError } from "../lib/script.js";
import { fileIn } from "./peers.js";

/** Installs the peers if they are missing, builds this package, and generates the client of hey-api. */
export async function prepare(): Promise<void> {
  const $ = execa({ cwd: fileIn(".") });
  if (!existsSync(fileIn("node_modules/.package-lock.json")))
    await $`npm ci --no-engine-strict --no-audit --no-fund`;
  await rm(fileIn("work"), { recursive: true, force: true });
  await $`npm run build --prefix=../..`;
  const node = await installedNode();
  const heyApi = "node_modules/@hey-api/openapi-ts/bin/run.js";
  await $`${node} ${heyApi} --input=../../dist/openapi.json --output=work/hey-api --no-log-file`;
  // Compiled to JavaScript, so that the measured import does not include stripping types.
  const work = fileIn("work");
  await build({ entryPoints: [`${work}/**/*.ts`], outdir: work, outbase: work, format: "esm" });
}

/** The Node that came with the peers. @throws when there is none for this system */
export async function installedNode(): Promise<string> {
  const names = await readdir(fileIn("node_modules"));
  const files = names.map((name) => fileIn(`node_modules/${name}/bin/node`));
  const found = files.find((file) => existsSync(file));
  if (found === undefined)
    throw new UserError("The registry has no Node 24 for this system: name one with --node.");
  return found;
}

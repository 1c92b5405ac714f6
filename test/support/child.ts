import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { execaNode } from "execa";

/** Time limit of a process, in ms. A timer that a call left behind would keep the process alive far longer. */
const longestRun = 100_000;

/**
 * Bundles a script of `test/wire/children` with the client and runs it in a Node process of its own.
 * @returns the JSON that it wrote
 * @throws when it fails, or does not end by itself
 */
export async function runChild(
  name: string,
  args: readonly string[],
  flags: readonly string[] = [],
): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), "truto-child-"));
  try {
    const outfile = join(folder, `${name}.mjs`);
    const entry = fileURLToPath(new URL(`../wire/children/${name}.ts`, import.meta.url));
    await build({
      entryPoints: [entry],
      outfile,
      bundle: true,
      format: "esm",
      platform: "node",
      target: "node20",
    });
    const { stdout } = await execaNode(outfile, args, {
      nodeOptions: [...flags],
      timeout: longestRun,
      killSignal: "SIGKILL",
    });
    return JSON.parse(stdout);
  } finally {
    await rm(folder, { recursive: true });
  }
}

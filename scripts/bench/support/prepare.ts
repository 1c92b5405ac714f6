import { existsSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";
import { execa } from "execa";
import { fileIn } from "./peers.js";

const root = fileIn("../..");

/** Installs the peers and Node 24 where they are missing. */
export async function installPeers(): Promise<void> {
  if (existsSync(fileIn("node_modules/.package-lock.json"))) return;
  await execa("npm", ["ci", "--prefix", fileIn("."), "--no-audit", "--no-fund"], { stdout: "ignore" });
}

/**
 * Finds the Node that the peers' packages brought along.
 * @throws Error when there is none for this system.
 */
export async function findNode(): Promise<string> {
  const binary = process.platform === "win32" ? "node.exe" : "bin/node";
  for (const name of await readdir(fileIn("node_modules"))) {
    const file = fileIn(`node_modules/${name}/${binary}`);
    if (name.startsWith("node-") && existsSync(file)) return file;
  }
  throw new Error("The registry has no Node 24 for this system: name one with --node <path>.");
}

/** Builds this package, generates the clients of the generators, and compiles what is run under `node`. */
export async function prepare(node: string): Promise<void> {
  await execa("npm", ["run", "build"], { cwd: root, stdout: "ignore" });
  await rm(fileIn("work"), { recursive: true, force: true });
  const redocly = fileIn("../../node_modules/@redocly/cli/bin/cli.js");
  const env = { REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };
  const bundled = fileIn("work/openapi.json");
  await execa(node, [redocly, "bundle", "openapi/openapi.yaml", "--output", bundled], { cwd: root, env });
  await execa(node, [redocly, "generate-client", bundled, "--output", fileIn("work/redocly/client.ts")], {
    cwd: root,
    env,
  });
  const heyApi = fileIn("node_modules/@hey-api/openapi-ts/bin/run.js");
  await execa(node, [heyApi, "--input", bundled, "--output", fileIn("work/hey-api"), "--no-log-file"], {
    cwd: fileIn("."),
  });
  await compile();
}

/** What a user installs or generates stays in files of its own, as it does in a program that uses it. */
const keepApart: Plugin = {
  name: "keep-apart",
  setup({ onResolve }) {
    onResolve({ filter: /^[.][.]\/([.][.]\/)*(dist|work)\// }, ({ path, resolveDir }) => ({
      path: new URL(path, `${pathToFileURL(resolveDir).href}/`).href,
      external: true,
    }));
  },
};

async function compile(): Promise<void> {
  const generated = await readdir(fileIn("work"), { recursive: true });
  await build({
    entryPoints: generated.filter((file) => file.endsWith(".ts")).map((file) => fileIn(`work/${file}`)),
    outdir: fileIn("work"),
    outbase: fileIn("work"),
    format: "esm",
    target: "es2022",
  });
  const folders = ["peers", "streams", "workers"];
  const programs = await Promise.all(
    folders.map(async (folder) => (await readdir(fileIn(folder))).map((file) => fileIn(`${folder}/${file}`))),
  );
  await build({
    entryPoints: programs.flat(),
    outdir: fileIn("work/js"),
    outbase: fileIn("."),
    bundle: true,
    packages: "external",
    plugins: [keepApart],
    format: "esm",
    platform: "node",
    target: "node20",
  });
}

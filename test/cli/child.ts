import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { shippedSpec } from "../../scripts/lib/bundle-spec.js";
import { token } from "../support/client.js";

const fromRoot = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** The command, bundled from its sources. It runs in child processes. */
export interface BuiltCommand extends AsyncDisposable {
  /** The file to run. */
  readonly file: string;
  /** Starts it; what it prints is in `printed` of the result. */
  start(args: readonly string[]): RunningCommand;
  /** Starts it so that no file can grow beyond a number of blocks, as on a full disk. */
  startWithin(blocks: number, args: readonly string[]): RunningCommand;
}

/** A process that runs the command. */
export interface RunningCommand {
  readonly child: ChildProcess;
  /** What it has printed on both streams. */
  readonly printed: string;
  /** The exit code; `null` when a signal ended it. */
  readonly exitCode: Promise<number | null>;
}

/** The variables that the command is run with. */
export const environment = { PATH: process.env.PATH, TRUTO_API_TOKEN: token };

/**
 * Bundles the command.
 * @param parent where to put it: packages are found from there
 */
export async function buildCommand(parent = tmpdir()): Promise<BuiltCommand> {
  const folder = await mkdtemp(join(parent, "truto-command-"));
  const file = join(folder, "cli.mjs");
  await build({
    entryPoints: [fromRoot("src/cli/bin.ts")],
    outdir: folder,
    entryNames: "cli",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    // The packages of the queue are loaded only when its commands are used.
    splitting: true,
    external: ["@dbos-inc/dbos-sdk", "pg"],
    format: "esm",
    platform: "node",
    target: "node20",
  });
  await copyFile(fromRoot("src/durable/durable.sql"), join(folder, "durable.sql"));
  const { json } = await shippedSpec(fromRoot("openapi/openapi.yaml"));
  await mkdir(join(folder, "dist"));
  await writeFile(join(folder, "dist/openapi.json"), json);
  // The command asks the package that it is in for its version and its contract.
  await copyFile(fromRoot("package.json"), join(folder, "package.json"));
  return {
    file,
    start: (args) => run(process.execPath, [file, ...args]),
    startWithin: (blocks, args) =>
      run("sh", ["-c", `ulimit -f ${blocks} && exec "$@"`, "sh", process.execPath, file, ...args]),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

function run(program: string, args: readonly string[]): RunningCommand {
  const child = spawn(program, args, { env: environment });
  const running = { child, printed: "", exitCode: once(child, "close").then(([code]) => code) };
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      running.printed += chunk;
    });
  }
  return running;
}

/** Waits until a condition holds. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(5);
}

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildCommand } from "../cli/child.js";
import { token } from "../support/client.js";
import { type Postgres, startPostgres } from "../support/postgres.js";

/** A process of the command. */
export interface Process {
  readonly child: ChildProcess;
  /** What it has printed on both streams. */
  readonly printed: string;
  /** The exit code; `null` when a signal ended it. */
  readonly exitCode: Promise<number | null>;
}

/** The command on its own PostgreSQL. `await using` ends all processes. */
export interface Fleet extends AsyncDisposable {
  readonly postgres: Postgres;
  /** The environment variables of its processes. */
  readonly environment: NodeJS.ProcessEnv;
  start(...args: string[]): Process;
  /** Starts a worker that waits 2 s for a response. */
  work(baseUrl: string, ...args: string[]): Process;
  /** Runs the command to its end. */
  run(...args: string[]): Promise<{ exitCode: number | null; printed: string }>;
  /** Writes ids into a file, and queues them. */
  enqueue(run: string, account: string, ids: Iterable<string>, ...args: string[]): ReturnType<Fleet["run"]>;
  /** The report of a run as CSV: a list of columns for each contact. */
  report(run: string): Promise<string[][]>;
}

const packages = fileURLToPath(new URL("../../node_modules", import.meta.url));

/** Builds the command, and starts an empty database. */
export async function startFleet(): Promise<Fleet> {
  const folder = await mkdtemp(join(tmpdir(), "truto-fleet-"));
  const [postgres, command] = await Promise.all([startPostgres(), buildCommand(packages)]);
  const environment: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    TRUTO_API_TOKEN: token,
    DATABASE_URL: postgres.url,
  };
  const processes: Process[] = [];
  let files = 0;

  function start(...args: string[]): Process {
    const child = spawn(process.execPath, [command.file, ...args], { env: environment });
    const started = { child, printed: "", exitCode: once(child, "close").then(([code]) => code) };
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        started.printed += chunk;
      });
    }
    processes.push(started);
    return started;
  }
  async function run(...args: string[]) {
    const started = start(...args);
    const exitCode = await started.exitCode;
    return { exitCode, printed: started.printed };
  }
  return {
    postgres,
    environment,
    start,
    run,
    work: (baseUrl, ...args) => start("work", "--base-url", baseUrl, "--timeout", "2", ...args),
    async enqueue(name, account, ids, ...args) {
      const file = join(folder, `${files++}.txt`);
      await writeFile(file, [...ids].map((id) => `${id}\n`).join(""));
      return run("enqueue", "--from", file, "--account", account, "--run", name, ...args);
    },
    async report(name) {
      const { printed } = await run("report", "--run", name, "--csv");
      const [, ...lines] = printed.trimEnd().split("\r\n");
      return lines.map((line) => line.split(","));
    },
    async [Symbol.asyncDispose]() {
      for (const { child } of processes) child.kill("SIGKILL");
      await Promise.all(processes.map(({ exitCode }) => exitCode));
      await Promise.all([postgres[Symbol.asyncDispose](), command[Symbol.asyncDispose]()]);
      await rm(folder, { recursive: true });
    },
  };
}

/** Accounts, which are UUIDs like Truto's. */
export const accounts = Array.from(
  { length: 20 },
  (_, index) => `62f44730-dd91-461e-bd6a-${String(index).padStart(12, "0")}`,
);

/** A number of ids that look alike. */
export function idsFrom(start: number, length: number): string[] {
  return Array.from({ length }, (_, index) => String(start + index));
}

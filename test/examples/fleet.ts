import { Readable } from "node:stream";
import { execa } from "execa";
import type { Postgres } from "../support/postgres.js";

/** A row of the report. */
export interface ReportRow {
  account: string;
  contact: string;
  outcome: string;
  mayHaveBeenApplied: boolean;
  error: string;
}

/** The latest start of a workflow. */
export interface Start {
  /** The Idempotency-Key that the workflow sends. */
  key: string;
  /** Milliseconds on the clock of `performance.now()`. */
  at: number;
  /** The process that the queue gave it to. */
  executor: string;
  isOver: boolean;
}

/** Where and how the programs of the example run. */
export interface FleetOptions {
  /** The folder of the example, installed. */
  folder: string;
  postgres: Postgres;
  baseUrl: string;
  /** Replaces the settings of `worker.ts`. */
  settings: object;
}

/** The workers of the example; `await using` ends those that still run. */
export interface Fleet extends AsyncDisposable {
  /** Starts a worker and returns how to end it: resolves when the process is gone. */
  startWorker(token: string): { end(signal: "SIGKILL" | "SIGTERM"): Promise<unknown> };
  enqueue(run: string, account: string, contacts: Iterable<string>): Promise<void>;
  report(run: string): Promise<ReportRow[]>;
  /** The latest start of every workflow that has been started. */
  starts(): Promise<Start[]>;
}

/** Prepares to run the example's programs. */
export function createFleet({ folder, postgres, baseUrl, settings }: FleetOptions): Fleet {
  const workers: ReturnType<typeof start>[] = [];

  function start(script: string, args: string[], token: string, input?: Readable) {
    const env = {
      DATABASE_URL: postgres.url,
      TRUTO_API_TOKEN: token,
      TRUTO_BASE_URL: baseUrl,
      SETTINGS: JSON.stringify(settings),
    };
    const options = { cwd: folder, env, forceKillAfterDelay: 60_000, ...(input && { input }) };
    return execa(process.execPath, ["--import", "tsx", script, ...args], options);
  }

  function startWorker(token: string) {
    const worker = start("worker.ts", [], token);
    // A worker that ends before it is told to has failed, and its output says why.
    worker.catch((error: Error) => {
      if (!worker.killed) console.error(error.message);
    });
    workers.push(worker);
    return {
      end(signal: "SIGKILL" | "SIGTERM") {
        worker.kill(signal);
        return worker.catch(() => {});
      },
    };
  }

  /** Runs a query and gives its rows, each a list of texts. */
  async function query(...args: string[]): Promise<string[][]> {
    const [column, row] = ["\u001f", "\u001e"];
    const format = ["--no-align", "--tuples-only", "-F", column, "-R", row];
    const text = await postgres.psql(...format, ...args);
    return text.split(row).map((line) => line.trim().split(column));
  }

  async function report(run: string): Promise<ReportRow[]> {
    const rows = await query("-v", `run=${run}`, "-f", `${folder}/report.sql`);
    return rows.map(([account = "", contact = "", outcome = "", applied, error = ""]) => {
      return { account, contact, outcome, mayHaveBeenApplied: applied === "true", error };
    });
  }

  async function starts(): Promise<Start[]> {
    const rows = await query(
      "-c",
      `SELECT workflow_uuid, started_at_epoch_ms, executor_id, status = 'SUCCESS' FROM dbos.workflow_status
       WHERE name = 'deleteContact' AND started_at_epoch_ms IS NOT NULL`,
    );
    return rows.map(([id = "", at, executor = "", isOver]) => ({
      key: id.split("/").slice(0, 3).join("/"),
      at: Number(at) - performance.timeOrigin,
      executor,
      isOver: isOver === "t",
    }));
  }

  return {
    startWorker,
    report,
    starts,
    async enqueue(run, account, contacts) {
      const lines = Readable.from(Array.from(contacts, (contact) => `${contact}\n`));
      await start("enqueue.ts", [run, account], "", lines);
    },
    async [Symbol.asyncDispose]() {
      for (const worker of workers) worker.kill("SIGTERM");
      await Promise.allSettled(workers);
    },
  };
}

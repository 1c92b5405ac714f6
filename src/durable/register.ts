import { readFile } from "node:fs/promises";
import { DBOS } from "@dbos-inc/dbos-sdk";
import pg from "pg";
import type { Limits } from "../bulk/limits.js";
import type { RunClient } from "../bulk/types.js";
import { TrutoInputError } from "../errors.js";
import { checkNames } from "../options/names.js";
import { type DurablePause, deleteContact } from "./delete.js";
import { cancelWorkflow, deleteWorkflow, type Job, queueName, type Settled } from "./job.js";
import { Pace } from "./pace.js";
import { createWatch } from "./watch.js";

/** Options of a worker's deletes. */
export interface DurableOptions {
  /** The client to delete with; its token stays in this process. */
  truto: RunClient;
  /** The address of the engine's database, its `systemDatabaseUrl`. */
  databaseUrl: string;
  /**
   * The limits that all workers keep together.
   * @default { account: 50, token: 500, window: 10_000 }
   * @see https://truto.one/docs/api-reference/overview/rate-limits
   */
  limits?: Partial<Limits> | undefined;
  /** Contacts of one account that a worker takes at a time. The worker that starts last sets it for all. @default 25 */
  concurrency?: number | undefined;
  /** Milliseconds for one request. @default 30_000 */
  timeout?: number | undefined;
  /** Called when an account is paused for a second or longer. */
  onPause?: ((pause: DurablePause) => void) | undefined;
  /** Called with the outcome of each contact that this process settles. */
  onSettle?: ((settled: Settled) => void) | undefined;
}

/** Milliseconds after which a connection to the database that does not answer is given up. */
const patience = { connectionTimeoutMillis: 10_000, query_timeout: 30_000 };

const names = Object.keys({
  truto: 1,
  databaseUrl: 1,
  limits: 1,
  concurrency: 1,
  timeout: 1,
  onPause: 1,
  onSettle: 1,
} satisfies Record<keyof DurableOptions, 1>);

/**
 * Makes this process a worker for the queued deletes. Must be called before `DBOS.launch()`.
 * @throws {TrutoInputError} naming the option that is wrong
 */
export function registerDeletes(options: DurableOptions): void {
  const { truto, databaseUrl, limits, concurrency = 25, timeout = 30_000, onPause, onSettle } = options;
  checkNames("option", options, names);
  checkNames("limit", limits ?? {}, ["account", "token", "window"]);
  for (const [name, value] of Object.entries({ concurrency, timeout, ...limits })) {
    if (!(value >= 1)) throw new TrutoInputError(`${name} must be a number, 1 or more`);
  }
  const db = new pg.Pool({ connectionString: databaseUrl, max: 4, allowExitOnIdle: true, ...patience });
  // The next query opens a new connection after one is lost.
  db.on("error", () => {});
  const pace = new Pace(db, { account: 50, token: 500, window: 10_000, ...limits });
  const shared = { truto, timeout, pace, onPause };
  const running = new Set<string>();
  const look = createWatch(db, running);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let start = () => {};
  const started = new Promise<void>((resolve) => {
    start = resolve;
  });

  async function lookOn(): Promise<void> {
    await look().catch(() => {});
    timer = setTimeout(lookOn, timeout / 4).unref();
  }
  async function run(job: Job) {
    const id = String(DBOS.workflowID);
    running.add(id);
    // The engine may start queued deletes before it calls `initialize`.
    await started;
    const settled = await deleteContact(shared, job).finally(() => running.delete(id));
    onSettle?.(settled);
    return settled;
  }
  DBOS.registerWorkflow(run, { name: deleteWorkflow });
  DBOS.registerWorkflow(async () => {}, { name: cancelWorkflow });
  DBOS.registerLifecycleCallback({
    async initialize() {
      await db.query(await readFile(new URL("./durable.sql", import.meta.url), "utf8"));
      const queue = { partitionWorkerConcurrency: concurrency, minPollingIntervalMs: 500 };
      await DBOS.registerQueue(queueName, { ...queue, onConflict: "always_update" });
      await lookOn();
      start();
    },
    async destroy() {
      clearTimeout(timer);
      // The engine gives up deletes that have not ended by then.
      setTimeout(() => pace.stop(), timeout).unref();
    },
  });
}

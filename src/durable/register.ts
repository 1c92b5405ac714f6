import { readFile } from "node:fs/promises";
import { DBOS } from "@dbos-inc/dbos-sdk";
import pg from "pg";
import { type Limits, resolveLimits } from "../bulk/limits.js";
import { checkClient } from "../bulk/options.js";
import type { RunClient } from "../bulk/types.js";
import { checkNames } from "../options/names.js";
import { check } from "../options/resolve.js";
import { type DurablePause, deleteContact } from "./delete.js";
import { cancelWorkflow, deleteWorkflow, type Job, queueName, type Settled } from "./job.js";
import { Pace } from "./pace.js";
import { Watch } from "./watch.js";

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
  checkNames("option", options, names);
  const { truto, databaseUrl, limits, concurrency = 25, timeout = 30_000, onPause, onSettle } = options;
  checkClient(truto);
  const resolvedLimits = resolveLimits(limits);
  for (const [name, value] of Object.entries({ concurrency, timeout, ...limits })) {
    check(typeof value === "number" && value >= 1, `${name} must be a number, 1 or more`);
  }
  const db = new pg.Pool({ connectionString: databaseUrl, max: 4, allowExitOnIdle: true, ...patience });
  // The next query opens a new connection after one is lost.
  db.on("error", () => {});
  const pace = new Pace(db, resolvedLimits);
  const watch = new Watch(db, timeout);
  const shared = { truto, timeout, pace, onPause: (pause: DurablePause) => tell(() => onPause?.(pause)) };

  let stopper = new AbortController();

  async function run(job: Job) {
    watch.running.set(job, String(DBOS.workflowID));
    const settled = await deleteContact(shared, job).finally(() => watch.running.delete(job));
    tell(() => onSettle?.(settled));
    return settled;
  }
  DBOS.registerWorkflow(run, { name: deleteWorkflow });
  DBOS.registerWorkflow(async () => {}, { name: cancelWorkflow });
  DBOS.registerLifecycleCallback({
    async initialize() {
      check(DBOS.executorID !== "local", "DBOS.setConfig must give each process an executorID of its own");
      stopper = new AbortController();
      await db.query(await readFile(new URL("./durable.sql", import.meta.url), "utf8"));
      const queue = { partitionWorkerConcurrency: concurrency, minPollingIntervalMs: 500 };
      await DBOS.registerQueue(queueName, { ...queue, onConflict: "always_update" });
      repeat(() => watch.look(), stopper);
      repeat(() => pace.serve(), stopper);
    },
    async destroy() {
      // Requests sent by then have the other half of the time for their answers, before the engine gives up.
      setTimeout(() => stopper.abort(), timeout / 2).unref();
    },
  });
}

/** Calls a function of the caller. An error in it must not become the outcome of a contact. */
function tell(call: () => void): void {
  Promise.resolve()
    .then(call)
    .catch((error) => DBOS.logger.error(error));
}

/** Repeats a task, each time after the ms that it resolved to, until it is stopped. Does not keep the process alive. */
async function repeat(task: () => Promise<number>, { signal }: AbortController): Promise<void> {
  while (!signal.aborted) {
    const delay = await task().catch((error) => {
      DBOS.logger.warn(error);
      return 1_000;
    });
    await new Promise((resolve) => setTimeout(resolve, delay).unref());
  }
}

import { setTimeout as sleep } from "node:timers/promises";
import { evenly } from "../support/faults.js";
import { startPostgres } from "../support/postgres.js";
import { startTruthServer, type TruthServer } from "../support/truth-server.js";
import { createFleet, type ReportRow, type Start } from "./fleet.js";

/** What may arrive in a window of so many ms: what Truto allows to an account, and a token's limit that this run reaches. */
export const limits = { account: 50, token: 100, window: 11_000 };

/** Milliseconds for a slow day. */
export const longestRun = 200_000;

/** How many contacts each account has; one in ten is gone before it is queued. */
const accounts = { "Ada & Co": 100, bob: 60, cyd: 40 };

/** The server ignores idempotency keys here: Truto's pages do not promise them for a delete. */
export const withoutKeys = "Ada & Co";

const settings = {
  perToken: { limitPerPeriod: limits.token / 10, periodSec: limits.window / 10_000 },
  timeout: 2_000,
  takeOver: "* * * * * *",
};

/** A contact that is to be deleted. */
export interface QueuedContact {
  account: string;
  contact: string;
  /** Whether it was there when it was queued. */
  existed: boolean;
}

/** What is known when two workers, one of them killed in the middle, have deleted what was queued. */
export interface Evidence {
  server: TruthServer;
  queued: QueuedContact[];
  report: ReportRow[];
  /** The keys of what the dead worker had begun and not ended. */
  orphans: string[];
  /** On the clock of `performance.now()`. */
  killedAt: number;
  /** Every start of a workflow that a look at the database has seen. */
  starts: Start[];
}

/** Queues contacts, runs two workers, kills one with `kill -9` amid its requests, and waits for the last outcome. */
export async function deleteWithTwoWorkers(folder: string): Promise<Evidence> {
  const queued = Object.entries(accounts).flatMap(([account, count]) =>
    Array.from({ length: count }, (_, index) => ({
      account,
      contact: index % 25 === 0 ? `"é" ${index}/?` : `contact-${index}`,
      existed: index % 10 !== 9,
    })),
  );
  const contactsOf = (account: string, contacts: QueuedContact[]) =>
    contacts.filter((item) => item.account === account).map(({ contact }) => contact);
  const existing = queued.filter(({ existed }) => existed);
  const names = Object.keys(accounts);
  await using server = await startTruthServer({
    accounts: Object.fromEntries(names.map((name) => [name, contactsOf(name, existing)])),
    seed: 19,
    faults: { ...evenly(0.015), "Truto's 404": 0.05 },
    latency: 400,
    stall: settings.timeout + 500,
    retryAfter: "1",
    honoursKeys: (account) => account !== withoutKeys,
  });
  await using postgres = await startPostgres();
  await using fleet = createFleet({ folder, postgres, baseUrl: server.url, settings });

  for (const name of names) await fleet.enqueue("run 1", name, contactsOf(name, queued));
  // The same command again, as after a crash in its middle.
  await fleet.enqueue("run 1", "cyd", contactsOf("cyd", queued));
  const doomed = fleet.startWorker("doomed");
  fleet.startWorker("survivor");
  // When several of its requests have just arrived, not all of them have been answered.
  const isAmidRequests = () => {
    const recent = server.arrivals.filter(({ at }) => at > performance.now() - 100);
    return recent.filter(({ token }) => token === "Bearer doomed").length >= 4;
  };
  while (server.arrivals.length < 80 || !isAmidRequests()) await sleep(5);
  await doomed.end("SIGKILL");
  const killedAt = performance.now();
  const starts = await fleet.starts();

  let report = await fleet.report("run 1");
  while (report.some(({ outcome }) => /^(enqueued|delayed|pending)$/.test(outcome))) {
    await sleep(500);
    report = await fleet.report("run 1");
  }
  await server.idle();
  const later = await fleet.starts();
  const living = new Set(later.filter(({ at }) => at > killedAt + 500).map(({ executor }) => executor));
  const orphans = starts.filter(({ executor, isOver }) => !isOver && !living.has(executor));
  return {
    server,
    queued,
    report,
    orphans: orphans.map(({ key }) => key),
    killedAt,
    starts: [...starts, ...later],
  };
}

import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { mostInAnyWindow } from "../support/arrivals.js";
import { startPostgres } from "../support/postgres.js";
import { startTruthServer } from "../support/truth-server.js";
import { createFleet, type ReportRow } from "./fleet.js";
import { deleteWithTwoWorkers, type Evidence, limits, longestRun, withoutKeys } from "./scenario.js";

const folder = inject("durableDeletes");

test("The example compiles against the package", async () => {
  const compiler = fileURLToPath(new URL("../../node_modules/typescript/bin/tsc", import.meta.url));
  await execa(process.execPath, [compiler, "-p", folder]);
});

test("What got a 429 waits in the queue, and holds up no other contact", {
  timeout: longestRun,
}, async () => {
  const contacts = Array.from({ length: 10 }, (_, index) => `contact-${index}`);
  const [wait, faults] = [3, { "429 with Retry-After": 1 }];
  const accounts = { acme: contacts };
  await using server = await startTruthServer({ accounts, faults, retryAfter: String(wait) });
  await using postgres = await startPostgres();
  await using fleet = createFleet({ folder, postgres, baseUrl: server.url, settings: { concurrency: 1 } });
  await fleet.enqueue("run", "acme", contacts);
  fleet.startWorker("token");
  const timesOf = (contact: string) =>
    server.arrivals.filter(({ id }) => id === contact).map(({ at }) => at / 1_000);
  const areRepeated = () => contacts.every((contact) => timesOf(contact).length > 1);
  await expect.poll(areRepeated, { timeout: longestRun, interval: 50 }).toBe(true);
  const times = contacts.map(timesOf);
  const waits = times.map(([first = 0, second = 0]) => second - first);
  expect(Math.min(...waits)).toBeGreaterThan(wait - 0.01);
  // One after the other, the waits would take as long as this.
  const firsts = times.map(([first = 0]) => first);
  expect(Math.max(...firsts) - Math.min(...firsts)).toBeLessThan(wait * (contacts.length - 1));
});

test("A worker that gets SIGTERM finishes what it has begun", { timeout: longestRun }, async () => {
  const contacts = ["ada", "bob", "cyd", "dee", "eve"];
  await using server = await startTruthServer({ accounts: { acme: contacts }, latency: 3_000 });
  await using postgres = await startPostgres();
  await using fleet = createFleet({ folder, postgres, baseUrl: server.url, settings: {} });
  await fleet.enqueue("run", "acme", contacts);
  const worker = fleet.startWorker("token");
  await expect.poll(() => server.arrivals.length, { timeout: longestRun, interval: 5 }).toBeGreaterThan(2);
  await worker.end("SIGTERM");
  const outcomes = (await fleet.report("run")).map(({ outcome }) => outcome);
  expect(outcomes.filter((outcome) => outcome === "deleted")).toHaveLength(server.arrivals.length);
  expect(outcomes).not.toContain("pending");
});

describe("Two workers, one killed in the middle with kill -9", () => {
  let evidence: Evidence;
  beforeAll(async () => {
    evidence = await deleteWithTwoWorkers(folder);
  }, longestRun);

  const rows = (...outcomes: string[]) => evidence.report.filter(({ outcome }) => outcomes.includes(outcome));
  const name = ({ account, contact }: { account: string; contact: string }) => `${account} ${contact}`;

  test("Each contact has one outcome, and every outcome occurs", () => {
    expect(evidence.report.map(name).sort()).toEqual(evidence.queued.map(name).sort());
    const outcomes = new Set(evidence.report.map(({ outcome }) => outcome));
    expect([...outcomes].sort()).toEqual(["deleted", "failed", "gone", "unknown"]);
  });

  test("Deleted is only what the server deleted", () => {
    const { server } = evidence;
    const wrong = rows("deleted").filter(({ account, contact }) => !server.deletedBy(account, contact));
    expect(wrong).toEqual([]);
  });

  test("Failed is only what the server did not delete", () => {
    const { server } = evidence;
    const wrong = rows("failed").filter(({ account, contact }) => server.deletedBy(account, contact));
    expect(wrong).toEqual([]);
  });

  test("What failed or is unknown says why", () => {
    expect(rows("failed", "unknown").filter(({ error }) => !error)).toEqual([]);
  });

  test("Gone is only what is not there, and says whether this run may have deleted it", () => {
    const { server, queued } = evidence;
    expect(rows("gone").filter(({ account, contact }) => server.exists(account, contact))).toEqual([]);
    const existed = new Set(queued.filter((contact) => contact.existed).map(name));
    // A request that the network delivers twice is answered with the second 404, and nothing tells the client.
    const twice = server.arrivals.filter(
      ({ account, fault }) => account === withoutKeys && fault === "twice",
    );
    const isTwice = (row: ReportRow) =>
      twice.some(({ account, id }) => account === row.account && id === row.contact);
    const mine = rows("gone").filter((row) => existed.has(name(row)) && !isTwice(row));
    expect(mine.length).toBeGreaterThan(0);
    expect(mine.filter(({ mayHaveBeenApplied }) => !mayHaveBeenApplied)).toEqual([]);
  });

  test("Each contact is sent, with a key of its own that never changes", () => {
    const pairs = new Set(evidence.server.arrivals.map(({ account, id, key }) => `${account} ${id} ${key}`));
    const keys = new Set(evidence.server.arrivals.map(({ key }) => key));
    expect(pairs.size).toBe(evidence.queued.length);
    expect(keys.size).toBe(evidence.queued.length);
  });

  test("What the dead worker had begun is sent by the other, with the same key", () => {
    const { server, orphans, killedAt } = evidence;
    const begun = server.arrivals.filter(({ key, at }) => orphans.includes(key) && at < killedAt);
    expect(begun.map(({ token }) => token)).toContain("Bearer doomed");
    const later = server.arrivals.filter(({ at }) => at > killedAt);
    const repeated = later.filter(({ token }) => token === "Bearer survivor").map(({ key }) => key);
    expect(orphans.filter((key) => !repeated.includes(key))).toEqual([]);
  });

  // DBOS counts starts, the server arrivals: two that start apart arrive closer when the first takes longer.
  test("No window, shorter by the jitter of the arrivals, has more of them than the limits allow", () => {
    const { server, starts } = evidence;
    const lags = server.arrivals.flatMap(({ key, at }) => {
      const before = starts.filter((start) => start.key === key && start.at < at + 5);
      return before.length > 0 ? [at - Math.max(...before.map((start) => start.at))] : [];
    });
    const jitter = Math.max(...lags) - Math.min(...lags);
    const window = limits.window - jitter;
    const arrivals = server.arrivals.map((arrival) => ({ ...arrival, token: "one" }));
    expect(mostInAnyWindow(arrivals, window, "account")).toBeLessThanOrEqual(limits.account);
    expect(mostInAnyWindow(arrivals, window, "token")).toBeLessThanOrEqual(limits.token);
  });
});

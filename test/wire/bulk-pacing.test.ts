import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { type DeletePause, type DeleteProgress, deleteContacts } from "../../src/bulk/index.js";
import { mostInAnyWindow } from "../support/arrivals.js";
import { createTestClient } from "../support/client.js";
import { collect, numberedIds, tally } from "../support/outcomes.js";
import { type Reply, startServer } from "../support/server.js";
import { startTruthServer, type TruthServer } from "../support/truth-server.js";

/** Truto's limits, twenty times faster. */
const limits = { account: 50, token: 500, window: 500 };
/** Irregular latencies of a network and a CRM, as much faster. */
const uneven = { transit: 150, latency: 150 };

/** A client that knows how long its requests took to arrive. */
function createWatchedClient(server: TruthServer) {
  const sentAt = new Map<string, number[]>();
  const truto = createTestClient(server, {
    fetch(url, init) {
      const { pathname, searchParams } = new URL(url);
      const name = `${searchParams.get("integrated_account_id")} ${pathname.split("/").pop()}`;
      sentAt.set(name, [...(sentAt.get(name) ?? []), performance.now()]);
      return fetch(url, init);
    },
  });
  /** The window, shorter by the time that a request took over the allowed 300 ms, as happens on a busy machine. */
  function windowOf(length: number): number {
    const ways = server.arrivals.map(({ account, id, at }) => {
      const times = sentAt.get(`${account} ${id}`)?.filter((time) => time <= at) ?? [];
      return at - Number(times.at(-1));
    });
    return length - Math.max(0, Math.max(...ways) - 300);
  }
  return { truto, windowOf };
}

describe("No window at the server has more requests than the limit", () => {
  test("of an account with irregular latencies", async () => {
    const ids = numberedIds(300);
    await using server = await startTruthServer({ accounts: { "account-1": ids }, ...uneven });
    const { truto, windowOf } = createWatchedClient(server);
    const options = { limits, concurrency: 60 };
    const { outcomes } = await collect(deleteContacts(truto, ids, {}, options));
    expect(tally(outcomes)).toEqual({ deleted: 300 });
    expect(mostInAnyWindow(server.arrivals, windowOf(limits.window), "account")).toBeLessThanOrEqual(
      limits.account,
    );
  });

  test("of an account with retries and pauses", async () => {
    const ids = numberedIds(250);
    const faults = { "500 before": 0.1, "cut after": 0.1, "429 with Retry-After": 0.02 };
    await using server = await startTruthServer({ accounts: { "account-1": ids }, faults, ...uneven });
    const { truto, windowOf } = createWatchedClient(server);
    const options = { limits, concurrency: 60 };
    const { outcomes } = await collect(deleteContacts(truto, ids, {}, options));
    expect(outcomes).toHaveLength(250);
    expect(server.arrivals.length).toBeGreaterThan(280);
    expect(mostInAnyWindow(server.arrivals, windowOf(limits.window), "account")).toBeLessThanOrEqual(
      limits.account,
    );
  });

  test("of an account with a fractional limit", async () => {
    const ids = numberedIds(8);
    await using server = await startTruthServer({ accounts: { "account-1": ids } });
    const { truto, windowOf } = createWatchedClient(server);
    const share = { ...limits, account: 10 / 3, window: 100 };
    const { outcomes } = await collect(deleteContacts(truto, ids, {}, { limits: share }));
    expect(tally(outcomes)).toEqual({ deleted: 8 });
    expect(mostInAnyWindow(server.arrivals, windowOf(share.window), "account")).toBeLessThanOrEqual(3);
  });

  test("of a client's default account that one run leaves out and another names", async () => {
    const [some, others] = [numberedIds(100), numberedIds(100).map((id) => `other-${id}`)];
    await using server = await startTruthServer({ accounts: { "account-1": [...some, ...others] } });
    const { truto, windowOf } = createWatchedClient(server);
    const named = { integrated_account_id: "account-1" };
    const options = { limits, concurrency: 60 };
    await Promise.all([
      collect(deleteContacts(truto, some, {}, options)),
      collect(deleteContacts(truto, others, named, options)),
    ]);
    expect(server.arrivals).toHaveLength(200);
    expect(mostInAnyWindow(server.arrivals, windowOf(limits.window), "account")).toBeLessThanOrEqual(
      limits.account,
    );
  });

  test("of a token whose client serves several accounts, and of an account that two runs delete in", async () => {
    const [ours, theirs] = [numberedIds(150), numberedIds(150).map((id) => `other-${id}`)];
    const accounts = { a: [...ours, ...theirs], b: ours, c: ours };
    await using server = await startTruthServer({ accounts, ...uneven });
    const { truto, windowOf } = createWatchedClient(server);
    const shared = { limits: { ...limits, token: 90 }, concurrency: 60 };
    const runs = Object.entries({ a: ours, b: ours, c: ours }).map(([account, ids]) =>
      collect(deleteContacts(truto, ids, { integrated_account_id: account }, shared)),
    );
    runs.push(collect(deleteContacts(truto, theirs, { integrated_account_id: "a" }, shared)));
    const outcomes = (await Promise.all(runs)).flatMap((run) => run.outcomes);
    expect(tally(outcomes)).toEqual({ deleted: 600 });
    expect(mostInAnyWindow(server.arrivals, windowOf(limits.window), "account")).toBeLessThanOrEqual(
      limits.account,
    );
    expect(mostInAnyWindow(server.arrivals, windowOf(limits.window), "token")).toBeLessThanOrEqual(90);
  });
});

test("A 429 pauses the whole account, and no other", async () => {
  const limited: Reply = { status: 429, headers: { "retry-after": "0.4" } };
  let limitedAt = 0;
  await using server = await startServer(({ target, receivedAt }) => {
    if (!/\/c20\?.*=a$/.test(target) || limitedAt) return { status: 204, delay: 10 };
    limitedAt = receivedAt;
    return limited;
  });
  const truto = createTestClient(server);
  const pauses: DeletePause[] = [];
  const onPause = (pause: DeletePause) => pauses.push(pause);
  const options = { concurrency: 5, onPause, limits: { account: 500 } };
  const runs = Object.entries({ a: 100, b: 300 }).map(([account, count]) =>
    collect(deleteContacts(truto, numberedIds(count), { integrated_account_id: account }, options)),
  );
  const results = await Promise.all(runs);
  expect(results.map(({ outcomes }) => tally(outcomes))).toEqual([{ deleted: 100 }, { deleted: 300 }]);
  expect(pauses).toMatchObject([{ delay: 400, reason: { status: 429 } }]);
  // Four others were under way when the pause began.
  const inPause = (account: string) =>
    server.requests.filter(
      ({ target, receivedAt }) =>
        target.endsWith(`=${account}`) && receivedAt > limitedAt && receivedAt < limitedAt + 400,
    );
  expect(inPause("a").length).toBeLessThanOrEqual(8);
  expect(inPause("b").length).toBeGreaterThan(8);
});

test("Exactly as many deletes are under way as concurrency allows", async () => {
  await using server = await startServer({ status: 204, delay: 30 });
  let [open, most] = [0, 0];
  const truto = createTestClient(server);
  const contacts = {
    async delete(...[id, query, options]: Parameters<typeof truto.contacts.delete>) {
      most = Math.max(most, ++open);
      await truto.contacts.delete(id, query, options).finally(() => open--);
    },
  };
  const account = { integrated_account_id: "account-1" };
  await collect(deleteContacts({ contacts }, numberedIds(40), account, { concurrency: 7 }));
  expect(most).toBe(7);
});

test("The timeout of an attempt excludes the wait for a slot", async () => {
  await using server = await startServer({ status: 204 });
  const options = { limits: { account: 2, window: 1_500 }, timeout: 1_000 };
  const { outcomes } = await collect(deleteContacts(createTestClient(server), numberedIds(4), {}, options));
  expect(tally(outcomes)).toEqual({ deleted: 4 });
});

test("The end of the ids needs no slot", async () => {
  await using server = await startServer({ status: 204 });
  const options = { limits: { account: 3, window: 60_000 } };
  const { outcomes } = await collect(deleteContacts(createTestClient(server), numberedIds(3), {}, options));
  expect(tally(outcomes)).toEqual({ deleted: 3 });
});

test("A paused reader holds at most twice concurrency ids, and later gets every outcome", async () => {
  await using server = await startServer({ status: 204 });
  let taken = 0;
  function* ids() {
    for (const id of numberedIds(200)) {
      taken++;
      yield id;
    }
  }
  const options = { concurrency: 5, limits: { account: 1_000, token: 1_000 } };
  const run = deleteContacts(createTestClient(server), ids(), {}, options);
  const seen = new Set<string>();
  for await (const { id } of run) {
    seen.add(id);
    if (seen.size % 50 !== 1) continue;
    await sleep(150);
    expect(taken - seen.size).toBeLessThanOrEqual(10);
  }
  expect(seen.size).toBe(200);
});

test("Progress is reported at most once a second and at the end, with correct sums", async () => {
  await using server = await startTruthServer({ accounts: { "account-1": numberedIds(200) } });
  const told: (DeleteProgress & { at: number })[] = [];
  const onProgress = (progress: DeleteProgress) => told.push({ ...progress, at: performance.now() });
  const options = { limits: { account: 20, window: 200 }, onProgress };
  const ids = numberedIds(220);
  const { outcomes } = await collect(deleteContacts(createTestClient(server), ids, {}, options));
  expect(tally(outcomes)).toEqual({ deleted: 200, gone: 20 });
  expect(told.at(-1)).toMatchObject({ deleted: 200, gone: 20, unknown: 0, failed: 0, total: 220, eta: 0 });
  expect(told.length).toBeGreaterThan(2);
  for (const [index, { at, deleted, gone, rate, eta }] of told.entries()) {
    const before = told[index - 1];
    if (before && index < told.length - 1) expect(at - before.at).toBeGreaterThanOrEqual(999);
    expect(rate).toBeLessThanOrEqual(100);
    expect(eta).toBeCloseTo(((220 - deleted - gone) / rate) * 1_000);
  }
});

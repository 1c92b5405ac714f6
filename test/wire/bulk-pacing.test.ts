import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { type DeletePause, deleteContacts } from "../../src/bulk/index.js";
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
  const limited: Reply = { status: 429, headers: { "retry-after": "3600" } };
  await using server = await startServer(({ target }) =>
    /\/c20\?.*=a$/.test(target) ? limited : { status: 204, delay: 10 },
  );
  const truto = createTestClient(server);
  const pauses: DeletePause[] = [];
  let tell = () => {};
  const paused = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const onPause = (pause: DeletePause) => {
    pauses.push(pause);
    tell();
  };
  const controller = new AbortController();
  const { signal } = controller;
  const options = { concurrency: 5, onPause, signal, limits: { account: 500 }, maxPause: 4_000_000 };
  const run = (account: string) =>
    collect(deleteContacts(truto, numberedIds(100), { integrated_account_id: account }, options));
  const waiting = run("a");
  await paused;
  expect((await run("b")).outcomes).toHaveLength(100);
  controller.abort("enough");
  const { outcomes } = await waiting;
  expect(pauses).toMatchObject([{ reason: { status: 429 } }]);
  // Those that were under way when it came.
  const sent = server.requests.filter(({ target }) => target.endsWith("=a")).length;
  expect(sent).toBeLessThanOrEqual(30);
  expect(outcomes.filter(({ attempts }) => attempts > 0)).toHaveLength(sent);
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

import { describe, expect, test } from "vitest";
import { deleteContacts } from "../../src/bulk/index.js";
import { type Arrival, mostInAnyWindow } from "../support/arrivals.js";
import { randomOf } from "../support/faults.js";
import { collect, numberedIds, tally } from "../support/outcomes.js";
import { createSimulatedClient, done } from "../support/simulated-client.js";
import { VirtualClock } from "../support/virtual-clock.js";

const window = 10_000;

/** One run in each of several accounts of one token. The CRM takes `latency` ms to answer. */
async function simulate(accounts: number, ids: number, latency: () => number) {
  const clock = new VirtualClock();
  const arrivals: Pick<Arrival, "at" | "account" | "token">[] = [];
  const contacts = {
    async delete(id: string, { integrated_account_id: account }: { integrated_account_id: string }) {
      arrivals.push({ at: clock.now, account, token: "t" });
      await clock.sleep(latency());
      return { id };
    },
  };
  const truto = { contacts };
  const runs = await clock.run(() => {
    const names = numberedIds(accounts);
    return Promise.all(
      names.map((name) => collect(deleteContacts(truto, numberedIds(ids), { integrated_account_id: name }))),
    );
  });
  expect(tally(runs.flatMap(({ outcomes }) => outcomes))).toEqual({ deleted: accounts * ids });
  return arrivals;
}

/** The rate as a share of the limit, once the first burst is over. */
function shareOfLimit(arrivals: readonly { at: number }[], limit: number): number {
  const steady = arrivals.slice(limit);
  const windows = Math.floor(steady.length / limit) - 1;
  const turns = steady.slice(0, limit).map(({ at }, slot) => Number(steady[slot + windows * limit]?.at) - at);
  return (windows * window) / (turns.reduce((sum, turn) => sum + turn, 0) / limit);
}

describe("A run uses at least 97 % of Truto's limits", () => {
  test.each([
    { accounts: 1, latency: 20 },
    { accounts: 1, latency: 300 },
    { accounts: 1, latency: 1_000 },
    { accounts: 1, latency: 3_000 },
    { accounts: 1, latency: 5_000 },
    { accounts: 20, latency: 20 },
    { accounts: 20, latency: 3_000 },
    { accounts: 20, latency: 5_000 },
  ])("with $accounts accounts and answers after $latency ms", async ({ accounts, latency }) => {
    const limit = Math.min(500, accounts * 50);
    const arrivals = await simulate(accounts, (limit * 6) / accounts, () => latency);
    expect(mostInAnyWindow(arrivals, window, "account")).toBeLessThanOrEqual(50);
    expect(mostInAnyWindow(arrivals, window, "token")).toBeLessThanOrEqual(500);
    expect(shareOfLimit(arrivals, limit)).toBeGreaterThan(0.97);
  });

  test("with answers after random times from 0.1 to 5 s", async () => {
    const random = randomOf("latency");
    const arrivals = await simulate(1, 1_000, () => 100 + random() * 4_900);
    expect(mostInAnyWindow(arrivals, window, "account")).toBeLessThanOrEqual(50);
    expect(shareOfLimit(arrivals, 50)).toBeGreaterThan(0.97);
  });
});

test.each([100, 400])(
  "Each of %i accounts on one token gets an equal share of the requests",
  async (accounts) => {
    const fair = 5_000 / accounts;
    const arrivals = await simulate(accounts, fair * 2, () => 300);
    const counts = new Map<string, number>();
    for (const { at, account } of arrivals) {
      if (at < 10 * window) counts.set(account, (counts.get(account) ?? 0) + 1);
    }
    expect(counts.size).toBe(accounts);
    expect(Math.min(...counts.values())).toBeGreaterThanOrEqual(Math.floor(fair * 0.97));
    expect(Math.max(...counts.values())).toBeLessThanOrEqual(Math.ceil(fair));
  },
);

test.each([
  ["sent at a higher limit", -100, { account: 10 }],
  ["sent at a higher limit of the token", -100, { account: 1_000, token: 10 }],
  ["dated in the future, as the clock was set back,", 3_600_000, { account: 10 }],
])("Earlier requests %s hold a run up for one window at most", async (_, age, limit) => {
  const clock = new VirtualClock();
  const { truto, requests } = createSimulatedClient(clock, () => ({ status: 204 }));
  await clock.run(() => {
    const sentBefore = Array<number>(300).fill(Date.now() + age);
    const limits = { ...limit, window: 5_000 };
    return collect(deleteContacts(truto, ["7"], {}, { sentBefore, limits }));
  });
  expect(requests[0]?.at).toBeGreaterThan(4_000);
  expect(requests[0]?.at).toBeLessThan(6_000);
});

test("No more requests than the limit arrive when a token function is slow", async () => {
  const clock = new VirtualClock();
  const random = randomOf("token");
  const { truto, requests } = createSimulatedClient(clock, () => ({ status: 204, delay: 3_000 }), {
    async token() {
      await clock.sleep(random() * 8_000);
      return "t";
    },
  });
  const { outcomes } = await clock.run(() =>
    collect(deleteContacts(truto, numberedIds(500), {}, { concurrency: 100 })),
  );
  expect(tally(outcomes)).toEqual({ deleted: 500 });
  const arrivals = requests.map(({ at, account }) => ({ at, account, token: "t" }));
  expect(mostInAnyWindow(arrivals, window, "account")).toBeLessThanOrEqual(50);
});

test("The timeout of an attempt excludes the wait for a slot", async () => {
  const clock = new VirtualClock();
  const { truto } = createSimulatedClient(clock, () => done);
  const options = { limits: { account: 2, window: 60_000 }, timeout: 1_000 };
  const { outcomes } = await clock.run(() => collect(deleteContacts(truto, numberedIds(4), {}, options)));
  expect(tally(outcomes)).toEqual({ deleted: 4 });
  expect(clock.now).toBeGreaterThan(60_000);
});

test("Counting arrivals in a window detects a pacer that counts starts instead", async () => {
  const clock = new VirtualClock();
  const random = randomOf("transit");
  const arrivals = await clock.run(async () => {
    const work = Array.from({ length: 300 }, async (_, index) => {
      await clock.sleep(Math.floor(index / 50) * window + random() * 300);
      return { at: clock.now, account: "a", token: "t" };
    });
    return await Promise.all(work);
  });
  expect(mostInAnyWindow(arrivals, window, "account")).toBeGreaterThan(50);
});

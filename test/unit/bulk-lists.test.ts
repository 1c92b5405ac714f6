import { describe, expect, test } from "vitest";
import { type DeleteProgress, deleteContacts } from "../../src/bulk/index.js";
import { collect, numberedIds, tally } from "../support/outcomes.js";
import { createSimulatedClient, crmError, done, trutoError } from "../support/simulated-client.js";
import { VirtualClock } from "../support/virtual-clock.js";

/** An async list of ids whose iterator takes 5 s to close. */
function slowToClose(clock: VirtualClock, ids: readonly string[]) {
  const seen = { returns: 0, closedAt: 0 };
  let index = 0;
  const list: AsyncIterableIterator<string> = {
    [Symbol.asyncIterator]: () => list,
    async next() {
      const value = ids[index++];
      return value === undefined ? { done: true, value } : { done: false, value };
    },
    async return() {
      seen.returns++;
      await clock.sleep(5_000);
      seen.closedAt = clock.now;
      return { done: true, value: undefined };
    },
  };
  return { list, seen };
}

describe("A run that is left by break", () => {
  test("closes the async iterator of its ids once, and waits until it is closed", async () => {
    const clock = new VirtualClock();
    const { list, seen } = slowToClose(clock, numberedIds(100));
    const { truto } = createSimulatedClient(clock, () => done);
    const left = await clock.run(async () => {
      for await (const _ of deleteContacts(truto, list)) break;
      return clock.now;
    });
    expect(seen.returns).toBe(1);
    expect(seen.closedAt).toBeGreaterThan(0);
    expect(left).toBe(seen.closedAt);
  });

  test("closes no list that has ended", async () => {
    const clock = new VirtualClock();
    const { list, seen } = slowToClose(clock, numberedIds(3));
    const { truto } = createSimulatedClient(clock, () => done);
    const { outcomes } = await clock.run(() => collect(deleteContacts(truto, list)));
    expect(tally(outcomes)).toEqual({ deleted: 3 });
    expect(seen.returns).toBe(0);
  });

  test("over an array sends nothing more, and leaves nothing under way", async () => {
    const clock = new VirtualClock();
    const { truto, requests } = createSimulatedClient(clock, () => done);
    const told: DeleteProgress[] = [];
    const sent = await clock.run(async () => {
      const onProgress = (progress: DeleteProgress) => void told.push(progress);
      for await (const _ of deleteContacts(truto, numberedIds(500), {}, { onProgress })) break;
      const { length } = requests;
      await clock.sleep(60_000);
      return length;
    });
    expect(requests).toHaveLength(sent);
    expect(told.at(-1)).toMatchObject({ deleted: sent, total: 500 });
  });
});

describe("The progress of a run", () => {
  /** Deletes 200 contacts. Returns the last progress that was reported while some were left. */
  async function progressOf(ids: Iterable<string>) {
    const clock = new VirtualClock();
    const { truto } = createSimulatedClient(clock, () => done);
    const told: DeleteProgress[] = [];
    const onProgress = (progress: DeleteProgress) => void told.push(progress);
    await clock.run(() => collect(deleteContacts(truto, ids, {}, { onProgress })));
    expect(told.at(-1)).toMatchObject({ deleted: 200 });
    return told.slice(0, -1);
  }

  test("is reported at most once a second and at the end, with correct sums", async () => {
    const clock = new VirtualClock();
    const { truto } = createSimulatedClient(clock, ({ id }) =>
      Number(id.slice(1)) < 200 ? done : crmError(404),
    );
    const told: (DeleteProgress & { at: number })[] = [];
    const onProgress = (progress: DeleteProgress) => void told.push({ ...progress, at: clock.now });
    const options = { limits: { account: 20, window: 200 }, onProgress };
    await clock.run(() => collect(deleteContacts(truto, numberedIds(220), {}, options)));
    expect(told.at(-1)).toMatchObject({ deleted: 200, gone: 20, unknown: 0, failed: 0, total: 220, eta: 0 });
    expect(told.length).toBeGreaterThan(2);
    for (const [index, { at, deleted, gone, rate, eta }] of told.entries()) {
      const before = told[index - 1];
      if (before && index < told.length - 1) expect(at - before.at).toBeGreaterThanOrEqual(1_000);
      expect(rate).toBeLessThanOrEqual(100);
      expect(eta).toBeCloseTo(((220 - deleted - gone) / rate) * 1_000);
    }
  });

  test("has the size of a set as its total, and the time left", async () => {
    for (const { deleted, total, rate, eta } of await progressOf(new Set(numberedIds(200)))) {
      expect(total).toBe(200);
      expect(eta).toBeCloseTo(((200 - deleted) / rate) * 1_000);
    }
  });

  test("of a generator has a rate, but neither a total nor the time left", async () => {
    const told = await progressOf(numberedIds(200).values());
    expect(told.length).toBeGreaterThan(10);
    for (const { total, rate, eta } of told) {
      expect(total).toBeUndefined();
      expect(eta).toBeUndefined();
      expect(rate).toBeGreaterThan(1);
      expect(rate).toBeLessThanOrEqual(5);
    }
  });
});

test("A run waits for a Retry-After of months after a 500, which is longer than one timer can be", async () => {
  const clock = new VirtualClock();
  const seconds = 90 * 24 * 3_600;
  const { truto, requests } = createSimulatedClient(clock, ({ before }) =>
    before === 0 ? trutoError(500, { "retry-after": `${seconds}` }) : done,
  );
  const options = { maxPause: Number.POSITIVE_INFINITY };
  const { outcomes } = await clock.run(() => collect(deleteContacts(truto, ["c1"], {}, options)));
  expect(tally(outcomes)).toEqual({ deleted: 1 });
  expect(requests).toHaveLength(2);
  expect(Number(requests[1]?.at)).toBeGreaterThanOrEqual(seconds * 1_000);
});

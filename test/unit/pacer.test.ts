import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Limits } from "../../src/bulk/limits.js";
import { joinPacer } from "../../src/bulk/pacer.js";
import { SlotLog } from "../../src/bulk/slot-log.js";
import { mostInAnyWindow } from "../support/arrivals.js";
import { VirtualClock } from "../support/virtual-clock.js";

const { signal } = new AbortController();
const timeout = 30_000;

/** A request: when it is asked for, how long it takes in each direction, and how it ends. */
const request = fc.record({
  wanted: fc.nat({ max: 3_000 }),
  account: fc.constantFrom("a", "b"),
  transit: fc.nat({ max: 299 }),
  latency: fc.nat({ max: 800 }),
  fate: fc.constantFrom("answered", "answered", "answered", "not sent", "429", "given up", "frozen"),
});
const limits = fc.record({
  account: fc.integer({ min: 1, max: 6 }),
  token: fc.integer({ min: 1, max: 8 }),
  window: fc.integer({ min: 1, max: 1_500 }),
});

type Request = typeof request extends fc.Arbitrary<infer R> ? R : never;

/** Sends each request as a run of its own. Returns those that arrived at the server. */
async function simulate(requests: readonly Request[], limits: Limits) {
  const clock = new VirtualClock();
  const client = {};
  const arrivals: { at: number; account: string; token: string }[] = [];
  let served = 0;
  await clock.run(async () => {
    const work = requests.map(async ({ wanted, account, transit, latency, fate }) => {
      await clock.sleep(wanted);
      const pacer = joinPacer(client, account, limits, timeout);
      const controller = new AbortController();
      if (fate === "given up") setTimeout(() => controller.abort(), latency);
      const turn = await pacer.take(controller.signal);
      served++;
      if (!turn) return expect(fate).toBe("given up");
      if (fate === "not sent") turn.cancel();
      else {
        await clock.sleep(latency / 10);
        turn.send(pacer.way);
        await clock.sleep(transit);
        arrivals.push({ at: clock.now, account, token: "t" });
        await clock.sleep(latency);
        if (fate === "429") pacer.pause(Number(turn.sentAt), 50, Number.POSITIVE_INFINITY);
        if (fate !== "frozen") turn.release();
      }
      pacer.leave();
    });
    await Promise.all(work);
  });
  return { arrivals, served };
}

describe("With requests of every kind,", () => {
  test("no window at the server holds more than a limit, and every request has its turn", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(request, { maxLength: 40 }), limits, async (requests, limits) => {
        const { arrivals, served } = await simulate(requests, limits);
        expect(served).toBe(requests.length);
        expect(mostInAnyWindow(arrivals, limits.window, "account")).toBeLessThanOrEqual(limits.account);
        expect(mostInAnyWindow(arrivals, limits.window, "token")).toBeLessThanOrEqual(limits.token);
      }),
      { numRuns: 200 },
    );
  });

  test("a log has room exactly when fewer slots than the limit count in the window", () => {
    const slot = fc.record({ first: fc.nat({ max: 500 }), moved: fc.option(fc.nat({ max: 500 })) });
    const [limit, window] = [fc.integer({ min: 1, max: 9 }), fc.nat({ max: 100 })];
    fc.assert(
      fc.property(fc.array(slot), limit, window, fc.nat({ max: 600 }), (slots, limit, window, now) => {
        const log = new SlotLog();
        const times = slots.map(({ first, moved }) => {
          const slot = { countsFrom: first };
          log.place(slot);
          if (moved === null) return first;
          slot.countsFrom = moved;
          log.place(slot);
          return moved;
        });
        const countedAt = (moment: number) => times.filter((time) => time + window > moment).length;
        const wait = log.wait(limit, window, now);
        expect(countedAt(now + wait)).toBeLessThan(limit);
        if (wait > 0) expect(countedAt(now + wait - 1)).toBeGreaterThanOrEqual(limit);
        log.forget(window, now);
        expect(log.size).toBe(countedAt(now));
        expect(log.wait(limit, window, now)).toBe(wait);
      }),
    );
  });
});

describe("A pacer", () => {
  const limits = { account: 2, token: 500, window: 10_000 };

  /** Runs work on a virtual clock. */
  function onClock(work: (clock: VirtualClock) => Promise<void>): Promise<void> {
    const clock = new VirtualClock();
    return clock.run(() => work(clock));
  }

  /** Takes a number of turns, and sends each at once. Returns the times of the turns. */
  async function takeTimes(
    clock: VirtualClock,
    pacer: ReturnType<typeof joinPacer>,
    count: number,
    latency = 20,
  ) {
    const times: number[] = [];
    while (times.length < count) {
      const turn = await pacer.take(signal);
      times.push(clock.now);
      turn?.send(pacer.way);
      clock.sleep(latency).then(() => turn?.release());
    }
    return times;
  }

  test("serves those who wait in the order in which they came", () =>
    onClock(async (clock) => {
      const order: number[] = [];
      const pacer = joinPacer({}, "a", limits, timeout);
      const work = [0, 1, 2, 3, 4].map(async (number) => {
        const turn = await pacer.take(signal);
        order.push(number);
        turn?.send();
        await clock.sleep(10);
        turn?.release();
      });
      await Promise.all(work);
      expect(order).toEqual([0, 1, 2, 3, 4]);
    }));

  test("counts a request from its answer, and from 300 ms after it was sent when the answer takes longer", () =>
    onClock(async (clock) => {
      const one = { ...limits, account: 1 };
      expect(await takeTimes(clock, joinPacer({}, "a", one, timeout), 3, 20)).toEqual([0, 10_020, 20_040]);
      const start = clock.now;
      const slow = await takeTimes(clock, joinPacer({}, "a", one, timeout), 3, 5_000);
      expect(slow.map((time) => time - start)).toEqual([0, 10_300, 20_600]);
    }));

  test("counts a request from its answer for thirty windows after a 429 of Truto's own", () =>
    onClock(async (clock) => {
      const pacer = joinPacer({}, "a", { ...limits, account: 1 }, timeout);
      pacer.countFromAnswers();
      expect(await takeTimes(clock, pacer, 3, 5_000)).toEqual([0, 15_000, 30_000]);
      await clock.sleep(300_000);
      const start = clock.now;
      const later = await takeTimes(clock, pacer, 2, 5_000);
      expect(later.map((time) => time - start)).toEqual([0, 10_300]);
    }));

  test("spreads requests evenly over the window, once the first burst has used up the limit", () =>
    onClock(async (clock) => {
      const times = await takeTimes(clock, joinPacer({}, "a", { ...limits, account: 50 }, timeout), 200);
      expect(times.slice(0, 50)).toEqual(Array(50).fill(0));
      const gaps = times.slice(51).map((time, index) => time - Number(times[index + 50]));
      expect(Math.max(...gaps)).toBeLessThanOrEqual(240);
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(160);
    }));

  test("forgets a turn that is given back, and one that was never sent after the timeout and the window", () =>
    onClock(async (clock) => {
      const pacer = joinPacer({}, "a", { ...limits, account: 1 }, timeout);
      (await pacer.take(signal))?.cancel();
      (await pacer.take(signal))?.release();
      await pacer.take(signal);
      expect(clock.now).toBe(0);
      await pacer.take(signal);
      expect(clock.now).toBe(timeout + limits.window);
    }));

  test("counts a turn that is used late from then on", () =>
    onClock(async (clock) => {
      const pacer = joinPacer({}, "a", { ...limits, account: 1 }, timeout);
      const turn = await pacer.take(signal);
      await clock.sleep(timeout + limits.window + 1);
      turn?.send();
      turn?.release();
      const sentAt = clock.now;
      await pacer.take(signal);
      expect(clock.now).toBe(sentAt + limits.window);
    }));

  test("depends on the clock only, even if a timer is lost", () =>
    onClock(async (clock) => {
      const pacer = joinPacer({}, "a", limits, timeout);
      for (const turn of [await pacer.take(signal), await pacer.take(signal)]) {
        turn?.send();
        turn?.release();
      }
      const { setTimeout } = globalThis;
      globalThis.setTimeout = (() => undefined) as unknown as typeof setTimeout;
      const dropped = pacer.take(signal);
      await Promise.resolve();
      globalThis.setTimeout = setTimeout;
      await clock.sleep(limits.window);
      expect(await pacer.take(signal)).toBeDefined();
      expect(await dropped).toBeDefined();
    }));

  test("skips dead runs in line, and drops their limits", () =>
    onClock(async (clock) => {
      const client = {};
      const dead = joinPacer(client, "a", { ...limits, account: 1 }, timeout);
      (await dead.take(signal))?.send();
      const { setTimeout } = globalThis;
      globalThis.setTimeout = (() => undefined) as unknown as typeof setTimeout;
      let isServed = false;
      dead.take(signal).then(() => {
        isServed = true;
      });
      await Promise.resolve();
      globalThis.setTimeout = setTimeout;
      await clock.sleep(timeout + 2 * limits.window + 1);
      const start = clock.now;
      const pacer = joinPacer(client, "a", limits, timeout);
      const [first, second] = await takeTimes(clock, pacer, 2);
      expect(first).toBe(start);
      expect(second).toBeLessThanOrEqual(start + limits.window / 2);
      expect(isServed).toBe(false);
    }));

  test("restores the limits of a run that was wrongly taken for dead", () =>
    onClock(async (clock) => {
      const client = {};
      const slow = joinPacer(client, "a", { ...limits, account: 1 }, timeout);
      (await slow.take(signal))?.cancel();
      await clock.sleep(timeout + 2 * limits.window + 1);
      joinPacer(client, "b", limits, timeout);
      const other = joinPacer(client, "a", limits, timeout);
      const turn = await slow.take(signal);
      turn?.send();
      const start = clock.now;
      expect(await takeTimes(clock, other, 1)).toEqual([start + limits.window + 300]);
    }));

  test("keeps the strictest limit of the runs under way, and none of a run that has ended", () =>
    onClock(async (clock) => {
      const client = {};
      const strict = joinPacer(client, "a", { account: 1, token: 1, window: 60_000 }, timeout);
      const other = joinPacer(client, "b", limits, timeout);
      expect(await takeTimes(clock, strict, 1)).toEqual([0]);
      const waiting = takeTimes(clock, other, 2);
      await clock.sleep(30_000);
      strict.leave();
      expect(await waiting).toEqual([30_000, 30_000]);
    }));

  test.each([100, 400])("serves %i accounts of one token in turn", (accounts) =>
    onClock(async (clock) => {
      const client = {};
      const counts = Array(accounts).fill(0);
      const controller = new AbortController();
      const work = counts.map(async (_, number) => {
        const pacer = joinPacer(client, `${number}`, { ...limits, account: 50 }, timeout);
        for (
          let turn = await pacer.take(controller.signal);
          turn;
          turn = await pacer.take(controller.signal)
        ) {
          turn.send();
          turn.release();
          counts[number]++;
        }
      });
      await clock.sleep(30_500);
      controller.abort();
      await Promise.all(work);
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(1_500);
    }),
  );

  test("counts the requests of an earlier process in the last window", () =>
    onClock(async (clock) => {
      await clock.sleep(20_000);
      const pacer = joinPacer({}, "a", { ...limits, account: 3 }, timeout);
      pacer.countEarlier([15_000, 12_000, 9_000]);
      expect(await takeTimes(clock, pacer, 3)).toEqual([20_000, 23_134, 26_467]);
    }));

  test("pauses once for the answers of one burst, longer each time, until an answer is no 429", () =>
    onClock(async (clock) => {
      const pacer = joinPacer({}, "a", limits, timeout);
      const first = pacer.pause(0, undefined, 60_000);
      expect(first.until).toBeGreaterThan(0);
      expect(pacer.pause(0, undefined, 60_000)).toEqual(first);
      await clock.sleep(10);
      expect(pacer.pause(0, 30_000, 60_000)).toEqual({ until: 30_010, isTooLong: false });
      await clock.sleep(30_000);
      expect(pacer.pause(clock.now, 30_500, 60_000)).toMatchObject({ isTooLong: true });
      expect(pacer.pause(clock.now, 30_500, 60_000)).toMatchObject({ isTooLong: false });
      pacer.endPauses();
      expect(pacer.pause(clock.now, 59_000, 60_000)).toMatchObject({ isTooLong: false });
    }));

  test("is shared by all runs on an account of a client, also by another copy of this package", () =>
    onClock(async (clock) => {
      const client = {};
      const [one, other] = [joinPacer(client, "a", limits, timeout), joinPacer(client, "a", limits, timeout)];
      expect(await takeTimes(clock, one, 2)).toEqual([0, 0]);
      expect(await takeTimes(clock, joinPacer({}, "a", limits, timeout), 2)).toEqual([0, 0]);
      expect(await takeTimes(clock, other, 1)).toEqual([10_020]);
      expect(Reflect.get(globalThis, Symbol.for("truto-crm-client.pacers")).has(client)).toBe(true);
    }));

  test("is kept after its last run for as long as it pauses or a request counts", () =>
    onClock(async (clock) => {
      const client = {};
      const next = () => joinPacer(client, "a", limits, timeout);
      const first = next();
      await takeTimes(clock, first, 2, 1);
      await clock.sleep(1);
      first.leave();
      const second = next();
      expect(await takeTimes(clock, second, 1)).toEqual([10_001]);
      second.pause(clock.now, 60_000, 600_000);
      second.leave();
      await clock.sleep(59_000);
      expect(await takeTimes(clock, next(), 1)).toEqual([70_001]);
    }));
});

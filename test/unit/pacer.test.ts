import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { joinPacer, type Limits } from "../../src/bulk/pacer.js";
import { SlotLog } from "../../src/bulk/slot-log.js";
import { mostInAnyWindow } from "../support/arrivals.js";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

const after = (delay: number) => new Promise<void>((resolve) => setTimeout(resolve, delay));

/** A request: when it is wanted, how long it is under way in each direction, and how it ends. */
const request = fc.record({
  wanted: fc.nat({ max: 300 }),
  account: fc.constantFrom("a", "b"),
  transit: fc.nat({ max: 80 }),
  latency: fc.nat({ max: 80 }),
  fate: fc.constantFrom("answered", "answered", "answered", "not sent", "429", "given up"),
});
const limits = fc.record({
  account: fc.integer({ min: 1, max: 6 }),
  token: fc.integer({ min: 1, max: 8 }),
  window: fc.integer({ min: 1, max: 150 }),
});

type Request = typeof request extends fc.Arbitrary<infer R> ? R : never;

/** Sends requests through the pacers of a new client, and gives those that arrived at the server. */
async function simulate(requests: readonly Request[], limits: Limits) {
  const client = {};
  const arrivals: { at: number; account: string; token: string }[] = [];
  let served = 0;
  const work = requests.map(async ({ wanted, account, transit, latency, fate }) => {
    await after(wanted);
    const pacer = joinPacer(client, account, limits);
    const controller = new AbortController();
    if (fate === "given up") setTimeout(() => controller.abort(), latency);
    const slot = await pacer.take(limits, controller.signal);
    pacer.runs--;
    served++;
    if (!slot) return expect(fate).toBe("given up");
    const sentAt = performance.now();
    await after(transit);
    if (fate === "not sent") return slot("not sent");
    arrivals.push({ at: performance.now(), account, token: "t" });
    await after(latency);
    if (fate === "429") pacer.pause(sentAt, 50, Number.POSITIVE_INFINITY);
    slot("answered");
  });
  await vi.runAllTimersAsync();
  await Promise.all(work);
  return { arrivals, served };
}

describe("Whatever the requests are like,", () => {
  test("no window at the server holds more than a limit, and every request has its turn", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(request, { maxLength: 40 }), limits, async (requests, limits) => {
        const { arrivals, served } = await simulate(requests, limits);
        expect(served).toBe(requests.length);
        expect(mostInAnyWindow(arrivals, limits.window, "account")).toBeLessThanOrEqual(limits.account);
        expect(mostInAnyWindow(arrivals, limits.window, "token")).toBeLessThanOrEqual(limits.token);
      }),
      { numRuns: 300 },
    );
  });

  test("a slot is free exactly when the log says, and no earlier", () => {
    const step = fc.record({ pause: fc.nat({ max: 60 }), takes: fc.boolean(), isSent: fc.boolean() });
    fc.assert(
      fc.property(
        fc.array(step),
        fc.integer({ min: 1, max: 5 }),
        fc.nat({ max: 100 }),
        (steps, limit, window) => {
          const log = new SlotLog();
          log.window = window;
          let [now, inFlight] = [0, 0];
          for (const { pause, takes, isSent } of steps) {
            now += pause;
            const wait = log.wait(limit, now);
            if (takes && wait === 0) {
              log.take();
              inFlight++;
            } else if (!takes && inFlight > 0) {
              log.release(isSent ? "answered" : "not sent", now);
              inFlight--;
            } else if (wait === Number.POSITIVE_INFINITY) expect(inFlight).toBe(limit);
            else if (wait > 0) {
              expect(log.wait(limit, now + wait - 1)).toBe(1);
              expect(log.wait(limit, now + wait)).toBe(0);
              now += wait;
            }
          }
        },
      ),
    );
  });
});

describe("A pacer", () => {
  const limits = { account: 2, token: 500, window: 100 };
  const { signal } = new AbortController();

  test("serves those who wait in the order in which they came", async () => {
    const order: number[] = [];
    const pacer = joinPacer({}, "a", limits);
    const work = [0, 1, 2, 3, 4].map(async (number) => {
      const slot = await pacer.take(limits, signal);
      order.push(number);
      await after(10);
      slot?.("answered");
    });
    await vi.runAllTimersAsync();
    await Promise.all(work);
    expect(order).toEqual([0, 1, 2, 3, 4]);
  });

  test("gives a slot back at once when its request was not sent", async () => {
    const pacer = joinPacer({}, "a", { ...limits, account: 1 });
    (await pacer.take({ ...limits, account: 1 }, signal))?.("not sent");
    expect(await pacer.take({ ...limits, account: 1 }, signal)).toBeDefined();
  });

  test("works by the clock alone, though a timer was dropped", async () => {
    const pacer = joinPacer({}, "a", limits);
    for (const slot of [await pacer.take(limits, signal), await pacer.take(limits, signal)])
      slot?.("answered");
    const dropped = pacer.take(limits, signal);
    vi.clearAllTimers();
    await vi.advanceTimersByTimeAsync(100);
    expect(await pacer.take(limits, signal)).toBeDefined();
    expect(await dropped).toBeDefined();
  });

  test("pauses once for the answers of one burst, longer each time, until an answer is no 429", async () => {
    const pacer = joinPacer({}, "a", limits);
    const first = pacer.pause(0, undefined, 60_000);
    expect(first).toMatchObject({ isNew: true, isTooLong: false });
    expect(pacer.pause(0, undefined, 60_000)).toMatchObject({ isNew: false, delay: first.delay });
    await vi.advanceTimersByTimeAsync(10);
    expect(pacer.pause(0, 30_000, 60_000)).toMatchObject({ isNew: true, delay: 30_000 });
    await vi.advanceTimersByTimeAsync(30_000);
    expect(pacer.pause(performance.now(), 30_500, 60_000)).toMatchObject({ isTooLong: true });
    expect(pacer.pause(performance.now(), 30_500, 60_000)).toMatchObject({ isTooLong: false });
    pacer.resume();
    expect(pacer.pause(performance.now(), 59_000, 60_000)).toMatchObject({ isTooLong: false });
  });

  test("is one for all runs on an account of a client, and forgotten when nothing of it counts", async () => {
    const client = {};
    const pacer = joinPacer(client, "a", limits);
    expect(joinPacer(client, "a", limits)).toBe(pacer);
    expect(joinPacer({}, "a", limits)).not.toBe(pacer);
    (await pacer.take(limits, signal))?.("answered");
    pacer.pause(0, 200, 60_000);
    const isKept = () => {
      const joined = joinPacer(client, "a", limits);
      joined.runs--;
      return joined === pacer;
    };
    await vi.advanceTimersByTimeAsync(1_000);
    expect(isKept()).toBe(true);
    (await pacer.take(limits, signal))?.("answered");
    for (const _ of ["first", "second"]) pacer.runs--;
    await vi.advanceTimersByTimeAsync(99);
    expect(isKept()).toBe(true);
    pacer.pause(performance.now(), 200, 60_000);
    await vi.advanceTimersByTimeAsync(199);
    expect(isKept()).toBe(true);
    await vi.advanceTimersByTimeAsync(1);
    expect(isKept()).toBe(false);
  });
});

import { cpus } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { mostInAnyWindow } from "../support/arrivals.js";
import { watchStalls } from "../support/stalls.js";
import { startTruthServer } from "../support/truth-server.js";
import { accounts, idsFrom, startFleet } from "./fleet.js";

/** The window and the time that is measured, in ms. */
const [window, length] = [10_000, 20_000];

/** Milliseconds for which the cores together have had nothing to do. */
function idleTime(): number {
  return cpus().reduce((sum, { times }) => sum + times.idle, 0);
}

test.each([
  { workers: 1, used: 1, limit: 50 },
  { workers: 2, used: 20, limit: 500 },
])(
  "$workers worker(s) on $used account(s) keep to the limits and use at least 95 % of them",
  // On a busy machine the measured rate is not the workers' own, so one good measurement of three is enough.
  { retry: 2 },
  async ({ workers, used, limit }) => {
    const own = accounts.slice(0, used);
    const ids = idsFrom(100, used === 1 ? 220 : 100);
    await using fleet = await startFleet();
    await using server = await startTruthServer({
      accounts: Object.fromEntries(own.map((account) => [account, ids])),
      latency: 200,
    });
    for (const account of own) await fleet.enqueue("run", account, ids);
    using stalls = watchStalls();
    for (let number = 0; number < workers; number++) fleet.start("work", "--base-url", server.url);
    await expect.poll(() => server.arrivals.length, { timeout: 60_000, interval: 20 }).toBeGreaterThan(20);
    await sleep(5_000);
    const [from, idleBefore] = [performance.now(), idleTime()];
    await sleep(length);
    const number = server.arrivals.filter(({ at }) => at >= from && at < from + length).length;
    const idle = (idleTime() - idleBefore) / (performance.now() - from) / cpus().length;
    // Without a core to spare the workers send late, and a server that stood still sees at once what came meanwhile.
    const isBusy = idle < 0.1 || stalls.longest > 100;
    const more = isBusy ? 1.2 : 1.04;
    const certain = window - stalls.longest;
    expect(mostInAnyWindow(server.arrivals, certain, "account")).toBeLessThanOrEqual(50 * more);
    expect(mostInAnyWindow(server.arrivals, certain, "token")).toBeLessThanOrEqual(500 * more);
    if (!isBusy) expect(number / length).toBeGreaterThanOrEqual((0.95 * limit) / window);
  },
);

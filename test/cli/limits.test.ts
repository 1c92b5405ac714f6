import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startServer, type TestServer } from "../support/server.js";
import { watchStalls } from "../support/stalls.js";
import { type BuiltCommand, buildCommand } from "./child.js";
import { account, makeFolder } from "./command.js";

let command: BuiltCommand;
beforeAll(async () => {
  command = await buildCommand();
});
afterAll(() => command[Symbol.asyncDispose]());

/** The most requests that came in any window of some ms. */
function mostIn(window: number, { requests }: TestServer): number {
  const times = requests.map(({ receivedAt }) => receivedAt);
  return Math.max(
    ...times.map((start) => times.filter((time) => time >= start && time < start + window).length),
  );
}

test.each([
  ["SIGTERM", 10],
  ["SIGKILL", 15],
] as const)(
  "the requests of a run that %s ended count in the limit of the next run",
  async (signal, seconds) => {
    await using folder = await makeFolder();
    await using server = await startServer({ status: 204 });
    using stalls = watchStalls();
    const ids = Array.from({ length: 50 }, (_, index) => `contact-${index + 1}`);
    const from = await folder.ids(ids.join("\n"));
    const args = ["delete", "--from", from, "--account", account, "--report", folder.report, "--yes", "50"];
    const all = [...args, "--limit", `20/${seconds}`, "--base-url", server.url];
    for (const until of [18, 20]) {
      const running = command.start(all);
      while (server.requests.length < until) await sleep(5);
      running.child.kill(signal);
      await running.exitCode;
    }
    const last = command.start(all);
    while (server.requests.length < 25) await sleep(5);
    last.child.kill("SIGKILL");
    await last.exitCode;
    // Half a second less, as one request may take longer to arrive than another.
    expect(mostIn(seconds * 1_000 - 500 - stalls.longest, server)).toBeLessThanOrEqual(20);
  },
  90_000,
);

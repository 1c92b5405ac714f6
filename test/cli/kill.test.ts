import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { evenly, randomOf } from "../support/faults.js";
import { startTruthServer, type TruthServer } from "../support/truth-server.js";
import { type BuiltCommand, buildCommand, type RunningCommand } from "./child.js";
import { account, makeFolder } from "./command.js";
import { expectTruth } from "./truth.js";

/** How often the command is killed. Set `KILLS=100` for a long run. */
const kills = Number(process.env.KILLS ?? 15);
const faults = evenly(0.01, [
  "500 before",
  "500 after",
  "502 of a proxy after",
  "cut before",
  "cut after",
  "cut within the body",
]);

/** Kills a command at a random time after its start, or after a random number of requests. */
async function killAtRandom(running: RunningCommand, server: TruthServer, random: () => number) {
  const exited = running.exitCode.then(() => "exited");
  if (random() < 0.3) {
    await Promise.race([sleep(random() * 300), exited]);
  } else {
    const arrivals = server.arrivals.length + Math.floor(random() * 10);
    while (server.arrivals.length < arrivals && (await Promise.race([sleep(1), exited])) !== "exited");
    await sleep(random() * 20);
  }
  running.child.kill("SIGKILL");
}

/** Runs the command again and again until nothing is left to send, and kills it on the way. Returns how it ended. */
async function runToTheEnd(
  command: BuiltCommand,
  args: readonly string[],
  server: TruthServer,
  random: () => number,
) {
  let killed = 0;
  for (let rest = 20; rest > 0; ) {
    const running = command.start(args);
    if (killed < kills) await killAtRandom(running, server, random);
    else rest--;
    const exitCode = await running.exitCode;
    if (exitCode === null) killed++;
    else if (exitCode === 0) return { killed, exitCode };
    else expect(exitCode, running.printed).toBe(1);
  }
  return { killed, exitCode: 1 };
}

test.each([
  { seed: 1, honoursKeys: true },
  { seed: 2, honoursKeys: false },
])(
  "After kills at random points and restarts, every id has one outcome, and it is true: %o",
  async (options) => {
    await using folder = await makeFolder();
    await using command = await buildCommand();
    const ids = Array.from({ length: 20 + 6 * kills }, (_, index) => `contact-${index + 1}`);
    await using server = await startTruthServer({
      accounts: { [account]: ids },
      faults,
      latency: 30,
      ...options,
    });
    const from = await folder.ids(ids.join("\n"));
    const args = ["delete", "--from", from, "--account", account, "--report", folder.report];
    const pace = ["--yes", String(ids.length), "--limit", "500/1", "--base-url", server.url];
    const random = randomOf(`kill ${options.seed}`);
    const ended = await runToTheEnd(command, [...args, ...pace], server, random);
    expect(ended.exitCode).toBe(0);
    expect(ended.killed).toBeGreaterThanOrEqual(Math.floor(kills / 2));
    await expectTruth(folder, server, ids);
    expect(await folder.files()).toEqual(["ids.txt", "run.ndjson"]);
  },
  600_000,
);

import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { type BuiltCommand, buildCommand, type RunningCommand } from "../cli/child.js";
import { account, makeFolder } from "../cli/command.js";
import { expectTruth } from "../cli/truth.js";
import { evenly, randomOf } from "../support/faults.js";
import { watchStalls } from "../support/stalls.js";
import { startTruthServer, type TruthServer } from "../support/truth-server.js";
import { deletes, seed } from "./plan.js";

/** Number of deaths of the command. */
const deaths = Number(process.env.SOAK_DEATHS ?? Math.ceil(deletes / 200));
const limit = { requests: 40, seconds: 2 };
const faults = evenly(0.01, ["500 before", "500 after", "502 of a proxy after", "cut before", "cut after"]);

const ways = [
  "SIGKILL",
  "SIGTERM",
  "SIGHUP",
  "frozen and replaced",
  "frozen for a while",
  "full disk",
] as const;

/** A command that is started again after each death. */
interface Scene {
  command: BuiltCommand;
  args: readonly string[];
  server: TruthServer;
  random: () => number;
  /** The times at which a frozen command continued, by `performance.now()`. */
  thaws: number[];
}

/** Resolves when `number` more requests have come, or the command has ended. */
async function moreRequests(count: number, running: RunningCommand, { server }: Scene): Promise<void> {
  const arrivals = server.arrivals.length + count;
  const exited = running.exitCode.then(() => "exited");
  while (server.arrivals.length < arrivals && (await Promise.race([sleep(2), exited])) !== "exited");
}

/** Starts the command, and ends it in one of the ways. @returns its exit code, and that of a command that replaced it */
async function die(way: (typeof ways)[number], scene: Scene): Promise<(number | null)[]> {
  const { command, args, random, thaws } = scene;
  const thaw = (running: RunningCommand) => {
    thaws.push(performance.now());
    running.child.kill("SIGCONT");
  };
  // The limit of a file's size, in blocks of 1,024 bytes.
  const blocks = 10 + Math.floor(random() * 60);
  const running = way === "full disk" ? command.startWithin(blocks, args) : command.start(args);
  const codes = [running.exitCode];
  await moreRequests(1 + Math.floor(random() * 10), running, scene);
  await sleep(random() * 50);
  if (way === "SIGKILL" || way === "SIGTERM" || way === "SIGHUP") running.child.kill(way);
  else if (way !== "full disk") {
    running.child.kill("SIGSTOP");
    if (way === "frozen and replaced") {
      const other = command.start(args);
      codes.push(other.exitCode);
      await moreRequests(3, other, scene);
      thaw(running);
      await running.exitCode;
      other.child.kill("SIGTERM");
    } else {
      await sleep(random() * 4_000);
      thaw(running);
      running.child.kill("SIGINT");
    }
  }
  await moreRequests(10, running, scene);
  running.child.kill("SIGTERM");
  return Promise.all(codes);
}

/** The most requests that came in any window, without those that were on their way when their command was frozen. */
function mostIn(window: number, { server, thaws }: Scene): number {
  let first = 0;
  let most = 0;
  const isLate = (at: number) => thaws.some((thaw) => at >= thaw && at < thaw + 300);
  const arrivals = server.arrivals.filter(({ at }) => !isLate(at));
  for (const [index, { at }] of arrivals.entries()) {
    while (Number(arrivals[first]?.at) <= at - window) first++;
    most = Math.max(most, index - first + 1);
  }
  return most;
}

test.each([{ seed }, { seed: seed + 1 }])(
  `the command that dies ${deaths} times has a true report, settles every id and keeps the limits: %o`,
  async (plan) => {
    await using folder = await makeFolder();
    await using command = await buildCommand();
    // Each run sends at once what its limit allows, and some more before it dies.
    const ids = Array.from({ length: 60 * (deaths + 1) }, (_, index) => `contact-${index + 1}`);
    const options = { accounts: { [account]: ids }, faults, latency: 30, honoursKeys: plan.seed % 2 === 0 };
    await using server = await startTruthServer({ ...options, seed: plan.seed });
    using stalls = watchStalls();
    const from = await folder.ids(ids.join("\n"));
    const args = ["delete", "--from", from, "--account", account, "--report", folder.report];
    const pace = ["--yes", `${ids.length}`, "--limit", `${limit.requests}/${limit.seconds}`];
    const random = randomOf(`deaths ${plan.seed}`);
    const scene: Scene = {
      command,
      args: [...args, ...pace, "--base-url", server.url],
      server,
      random,
      thaws: [],
    };
    const ended: Record<string, (number | null)[]> = {};
    for (let death = 0; death < deaths; death++) {
      const way = ways[Math.floor(random() * ways.length)] ?? "SIGKILL";
      ended[way] = [...(ended[way] ?? []), ...(await die(way, scene))];
    }
    console.log(ended);
    expect(Object.values(ended).flat(), "all were sent before the last death").not.toContain(0);
    const last = command.start(scene.args);
    expect(await last.exitCode, last.printed).toBe(0);
    await expectTruth(folder, server, ids);
    // On a busy machine one request may take longer to arrive than the next.
    const window = limit.seconds * 1_000 - 300 - stalls.longest;
    expect(mostIn(window, scene)).toBeLessThanOrEqual(limit.requests);
  },
);

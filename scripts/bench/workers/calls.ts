import { contactId, type Target } from "../peers/target.js";
import { readyFetch } from "./ready-fetch.js";

/** A round that this process is asked to run. */
export interface Round {
  calls: number;
  inFlight: number;
}

/** What a round took in µs for each call. */
export interface Cost {
  cpu: number;
  wall: number;
}

type Connect = (target: Target) => () => Promise<{ id: string } | undefined>;

const [peer = "", baseUrl] = process.argv.slice(2);
const { connect }: { connect: Connect } = await import(new URL(`../peers/${peer}.js`, import.meta.url).href);
const call = connect(baseUrl ? { baseUrl } : { baseUrl: "http://localhost", fetch: readyFetch });

async function run({ calls, inFlight }: Round): Promise<Cost> {
  let left = calls;
  const lane = async () => {
    while (left-- > 0) await call();
  };
  const started = performance.now();
  const before = process.cpuUsage();
  await Promise.all(Array.from({ length: inFlight }, lane));
  const { user, system } = process.cpuUsage(before);
  return { cpu: (user + system) / calls, wall: ((performance.now() - started) * 1_000) / calls };
}

const answer = await call();
if (answer?.id !== contactId) throw new Error(`${peer} gave ${JSON.stringify(answer)}`);
process.on("message", async (round: Round) => process.send?.(await run(round)));
process.on("disconnect", () => process.exit());
process.send?.("ready");

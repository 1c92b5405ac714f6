import { type Bench, interleave, type Line, type Measure, mapValues } from "../support/measure.js";
import { base } from "../support/peers.js";
import { pairedRatios, summarize } from "../support/statistics.js";
import { Worker } from "../support/worker.js";
import type { Cost, Round } from "../workers/calls.js";

const loads: Round[] = [
  { inFlight: 1, calls: 500 },
  { inFlight: 50, calls: 1_000 },
];

type Costs = Record<string, Cost[]>;

/**
 * Measures each load once, in new processes: two that run the same program differ by up to a quarter for as long as
 * they live, so one would tell little.
 */
async function measureOnce(bench: Bench, baseUrl: string, pass: string): Promise<Costs[]> {
  const workers = new Map<string, Worker<string, Round, Cost>>();
  try {
    for (const { name } of bench.peers) {
      const worker = new Worker<string, Round, Cost>(bench.node, "calls", [name, baseUrl]);
      workers.set(name, worker);
      await worker.first;
    }
    const results: Costs[] = [];
    for (const load of loads) {
      const what = `Calls on loopback, ${load.inFlight} in flight, processes ${pass}`;
      const ask = async ({ name }: { name: string }) => {
        const cost = await workers.get(name)?.ask(load);
        if (!cost) throw new Error(`no worker for ${name}`);
        return cost;
      };
      await interleave(bench, `${what}, warm-up`, 4, ask);
      results.push(await interleave(bench, what, 8, ask));
    }
    return results;
  } finally {
    await Promise.all([...workers.values()].map((worker) => worker.stop()));
  }
}

/** CPU and wall time of a call on loopback, as ratios to raw `fetch`; the server is another process. */
export const calls: Measure = async (bench) => {
  const passes = bench.quick ? 2 : 8;
  const server = new Worker<string>(bench.node, "server");
  const results: Costs[][] = [];
  try {
    const baseUrl = await server.first;
    for (let pass = 1; pass <= passes; pass++) {
      results.push(await measureOnce(bench, baseUrl, `${pass} of ${passes}`));
    }
  } finally {
    await server.stop();
  }
  const lines: Line[] = [];
  const microseconds: Record<string, unknown> = {};
  for (const [index, { inFlight }] of loads.entries()) {
    for (const kind of ["cpu", "wall"] as const) {
      const times = Object.fromEntries(
        bench.peers.map(({ name }) => [
          name,
          results.flatMap((costs) => costs[index]?.[name]?.map((cost) => cost[kind]) ?? []),
        ]),
      );
      const name = `${kind}-${inFlight}-in-flight`;
      lines.push({
        name,
        label: `${kind === "cpu" ? "CPU" : "Wall"} per call, ${inFlight} in flight (× fetch)`,
        digits: 2,
        ...(kind === "cpu" && { target: 1.1 }),
        values: mapValues(times, (values) => pairedRatios(values, times[base] ?? [])),
      });
      microseconds[name] = mapValues(times, summarize);
    }
  }
  return { lines, details: { microseconds } };
};

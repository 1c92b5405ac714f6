import { interleave, type Line, type Measure, mapValues } from "../support/measure.js";
import { base } from "../support/peers.js";
import { pairedRatios, summarize } from "../support/statistics.js";
import { Worker } from "../support/worker.js";
import type { Cost, Round } from "../workers/calls.js";

const loads: Round[] = [
  { inFlight: 1, calls: 250 },
  { inFlight: 50, calls: 500 },
];

/** CPU and wall time of a call on loopback, as ratios to raw `fetch`; the server is another process. */
export const calls: Measure = async (bench) => {
  const server = new Worker<string>(bench.node, "server");
  const workers = new Map<string, Worker<string, Round, Cost>>();
  const lines: Line[] = [];
  const microseconds: Record<string, unknown> = {};
  try {
    const baseUrl = await server.first;
    for (const { name } of bench.peers) {
      const worker = new Worker<string, Round, Cost>(bench.node, "calls", [name, baseUrl]);
      workers.set(name, worker);
      await worker.first;
    }
    for (const { inFlight, calls } of loads) {
      const what = `Calls on loopback, ${inFlight} in flight`;
      const ask = async ({ name }: { name: string }) => {
        const cost = await workers.get(name)?.ask({ inFlight, calls });
        if (!cost) throw new Error(`no worker for ${name}`);
        return cost;
      };
      await interleave(bench, `${what}, warm-up`, 8, ask);
      const costs = await interleave(bench, what, bench.quick ? 10 : 80, ask);
      for (const kind of ["cpu", "wall"] as const) {
        const times = mapValues(costs, (rounds) => rounds.map((cost) => cost[kind]));
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
  } finally {
    await Promise.all([server, ...workers.values()].map((worker) => worker.stop()));
  }
  return { lines, details: { microseconds } };
};

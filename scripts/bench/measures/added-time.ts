import { interleave, type Measure, mapValues } from "../support/measure.js";
import { base } from "../support/peers.js";
import { pairedDifferences, summarize } from "../support/statistics.js";
import { Worker } from "../support/worker.js";
import type { Cost, Round } from "../workers/calls.js";

/** CPU time that a client adds to a call over a `fetch` that answers at once. */
export const addedTime: Measure = async (bench) => {
  const peers = bench.peers.filter(({ takesFetch }) => takesFetch);
  const workers = new Map<string, Worker<string, Round, Cost>>();
  try {
    for (const { name } of peers) {
      const worker = new Worker<string, Round, Cost>(bench.node, "calls", [name]);
      workers.set(name, worker);
      await worker.first;
    }
    const ask = async ({ name }: { name: string }) => {
      const cost = await workers.get(name)?.ask({ inFlight: 1, calls: 5_000 });
      return cost?.cpu ?? Number.NaN;
    };
    await interleave({ ...bench, peers }, "Time added over a fake fetch, warm-up", 6, ask);
    const rounds = bench.quick ? 10 : 50;
    const times = await interleave({ ...bench, peers }, "Time added over a fake fetch", rounds, ask);
    return {
      lines: [
        {
          name: "added-time",
          label: "CPU added over a fake fetch (µs)",
          digits: 1,
          target: 5,
          values: mapValues(times, (values) => pairedDifferences(values, times[base] ?? [])),
        },
      ],
      details: { microsecondsWithFake: mapValues(times, summarize) },
    };
  } finally {
    await Promise.all([...workers.values()].map((worker) => worker.stop()));
  }
};

import { interleave, type Measure, mapValues } from "../support/measure.js";
import { base, type Peer } from "../support/peers.js";
import { pairedDifferences, summarize } from "../support/statistics.js";
import { runOnce, Worker } from "../support/worker.js";

const mebibyte = 1024 ** 2;

/**
 * Peak memory of a process that reads a stream of 200 MB, over that of raw `fetch`: what it holds, as seen
 * when garbage is collected every 8 MB, and what it comes to when V8 collects as it likes.
 */
export const streamMemory: Measure = async (bench) => {
  const server = new Worker<string>(bench.node, "server");
  try {
    const baseUrl = await server.first;
    const measure = async (what: string, flags: string[]) => {
      const run = async ({ name }: Peer) => {
        type Streamed = { bytes: number; peakBytes: number };
        const { bytes, peakBytes } = await runOnce<Streamed>(bench.node, "stream", [name, baseUrl], flags);
        if (bytes !== 200_000_000) throw new Error(`${name} read ${bytes} bytes of the stream`);
        return peakBytes / mebibyte;
      };
      return interleave(bench, what, bench.quick ? 3 : 7, run);
    };
    const held = await measure("Stream of 200 MB, garbage collected", ["--expose-gc"]);
    const peaks = await measure("Stream of 200 MB", []);
    return {
      lines: [
        {
          name: "stream-memory",
          label: "Memory held by a 200 MB stream (MiB over fetch)",
          digits: 1,
          target: 10,
          values: mapValues(held, (values) => pairedDifferences(values, held[base] ?? [])),
        },
        {
          name: "stream-peak",
          label: "… with the garbage (MiB over fetch)",
          digits: 1,
          values: mapValues(peaks, (values) => pairedDifferences(values, peaks[base] ?? [])),
        },
      ],
      details: { heldMebibytes: mapValues(held, summarize), peakMebibytes: mapValues(peaks, summarize) },
    };
  } finally {
    await server.stop();
  }
};

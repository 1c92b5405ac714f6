import { interleave, type Measure, mapValues } from "../support/measure.js";
import { base, type Peer } from "../support/peers.js";
import { pairedDifferences, summarize } from "../support/statistics.js";
import { runOnce, Worker } from "../support/worker.js";

const mebibyte = 1024 ** 2;

/** Peak memory of a process that reads a stream of 200 MB, over that of raw `fetch`. */
export const streamMemory: Measure = async (bench) => {
  const server = new Worker<string>(bench.node, "server");
  try {
    const baseUrl = await server.first;
    const run = async ({ name }: Peer) => {
      type Streamed = { bytes: number; peakBytes: number };
      const { bytes, peakBytes } = await runOnce<Streamed>(bench.node, "stream", [name, baseUrl]);
      if (bytes !== 200_000_000) throw new Error(`${name} read ${bytes} bytes of the stream`);
      return peakBytes / mebibyte;
    };
    const peaks = await interleave(bench, "Stream of 200 MB", bench.quick ? 3 : 11, run);
    return {
      lines: [
        {
          name: "stream-memory",
          label: "Peak memory of a 200 MB stream (MiB over fetch)",
          digits: 1,
          target: 10,
          values: mapValues(peaks, (values) => pairedDifferences(values, peaks[base] ?? [])),
        },
      ],
      details: { peakMebibytes: mapValues(peaks, summarize) },
    };
  } finally {
    await server.stop();
  }
};

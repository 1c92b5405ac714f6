import { interleave, type Measure, mapValues } from "../support/measure.js";
import { base, fileIn } from "../support/peers.js";
import { pairedDifferences, summarize } from "../support/statistics.js";
import { runOnce } from "../support/worker.js";

/** Time and heap that the import takes in a new process, over those of an empty module. */
export const coldImport: Measure = async (bench) => {
  const run = ({ module = fileIn("work/js/peers/nothing.js") }) =>
    runOnce<{ milliseconds: number; heapBytes: number }>(bench.node, "import", [module], ["--expose-gc"]);
  const runs = await interleave(bench, "Import in a cold process", bench.quick ? 7 : 31, run);
  const times = mapValues(runs, (values) => values.map(({ milliseconds }) => milliseconds));
  const heaps = mapValues(runs, (values) => values.map(({ heapBytes }) => heapBytes / 1024));
  return {
    lines: [
      {
        name: "import-time",
        label: "Import (ms)",
        digits: 1,
        target: 2,
        values: mapValues(times, (values) => pairedDifferences(values, times[base] ?? [])),
      },
      {
        name: "import-heap",
        label: "Heap of the import (KiB)",
        digits: 0,
        values: mapValues(heaps, (values) => pairedDifferences(values, heaps[base] ?? [])),
      },
    ],
    // What an empty module takes, left out of the lines.
    details: { millisecondsWithEmptyModule: mapValues(times, summarize) },
  };
};

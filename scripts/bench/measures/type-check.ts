import { typeCheck } from "../instantiations.js";
import { interleave, type Measure, mapValues } from "../support/measure.js";
import type { Peer } from "../support/peers.js";
import { pairedDifferences } from "../support/statistics.js";

const nothing: Peer = { name: "nothing", label: "an empty program", takesFetch: false, platform: "node" };

/** What `tsc` does for a program that makes one delete, over what it does for an empty one. */
export const typeCheckCost: Measure = async (bench) => {
  const peers = [...bench.peers, nothing];
  const run = ({ name }: Peer) => typeCheck(name, bench.node);
  const runs = await interleave({ ...bench, peers }, "Type check", bench.quick ? 1 : 3, run);
  const over = (figure: (check: Awaited<ReturnType<typeof run>>) => number) => {
    const figures = mapValues(runs, (checks) => checks.map(figure));
    const { nothing: empty = [], ...rest } = figures;
    return mapValues(rest, (values) => pairedDifferences(values, empty));
  };
  return {
    lines: [
      {
        name: "type-instantiations",
        label: "Type instantiations",
        digits: 0,
        target: 1_500,
        values: over(({ instantiations }) => instantiations),
      },
      {
        name: "check-time",
        label: "Type check (ms)",
        digits: 0,
        values: over(({ checkTime }) => checkTime * 1_000),
      },
    ],
  };
};

import { execa } from "execa";
import { fileIn, type Peer } from "./peers.js";

/** The parameters of every measure. */
export type Bench = {
  peers: Peer[];
  /** The Node that runs what is measured. */
  node: string;
  /** `true` if a rough result is enough. */
  quick: boolean;
};

/** One line of the results: median and quartiles for each peer that has them. */
export type Figure = {
  label: string;
  /** Digits after the point. */
  digits: number;
  values: Record<string, [median: number, lower: number, upper: number]>;
};

/** Measures something of every peer. */
export type Measure = (bench: Bench) => Promise<Figure[]>;

/** Runs a program of `programs/` in a process of its own, and gives the number that it tells. */
export async function run(
  node: string,
  program: string,
  args: string[],
  flags: string[] = [],
): Promise<number> {
  const options = { reject: false, cwd: fileIn(".") };
  const { stdout, stderr } = await execa(node, [...flags, `programs/${program}.ts`, ...args], options);
  if (stdout === "") throw new Error(`${program} ${args.join(" ")} told nothing:\n${stderr}`);
  return Number(stdout);
}

/** Measures every peer once a round, each round from another one on, so that a busy moment falls on all alike. */
export async function inTurn(peers: Peer[], rounds: number, work: (peer: Peer) => Promise<number>) {
  const values = Object.fromEntries(peers.map(({ name }): [string, number[]] => [name, []]));
  for (let round = 0; round < rounds; round++) {
    const first = round % peers.length;
    for (const peer of [...peers.slice(first), ...peers.slice(0, first)]) {
      values[peer.name]?.push(await work(peer));
    }
  }
  return values;
}

/** Sums up the values of each peer, each first set against the one of `fetch` in the same round. */
export function summarize(
  values: Record<string, number[]>,
  against = (value: number, _ofFetch: number) => value,
) {
  const { fetch: base = [] } = values;
  return Object.fromEntries(
    Object.entries(values).map(([name, own]): [string, Figure["values"][string]] => {
      const sorted = own.map((value, round) => against(value, base[round] ?? 0)).sort((a, b) => a - b);
      const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
      return [name, [at(0.5), at(0.25), at(0.75)]];
    }),
  );
}

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

/** A row of the results: the median of each peer that was measured. */
export type Figure = {
  label: string;
  /** Number of decimal places. */
  digits: number;
  values: Record<string, number>;
};

/** Measures something of every peer. */
export type Measure = (bench: Bench) => Promise<Figure[]>;

/** Runs a program of `programs/` in a process of its own. Returns the number that it prints. */
export async function run(node: string, program: string, args: string[]): Promise<number> {
  const options = { reject: false, cwd: fileIn(".") };
  const { stdout, stderr } = await execa(node, [`programs/${program}.ts`, ...args], options);
  if (stdout === "") throw new Error(`${program} ${args.join(" ")} printed nothing:\n${stderr}`);
  return Number(stdout);
}

/** Measures every peer once a round. Each round begins with another peer, so that a busy moment affects all of them. */
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

/** The median of each peer's values, in four digits. `against` compares a value with that of `fetch` in the same round. */
export function medians(
  values: Record<string, number[]>,
  against = (value: number, _ofFetch: number) => value,
): Figure["values"] {
  const { fetch: base = [] } = values;
  const median = (own: number[]) => {
    const sorted = own.map((value, round) => against(value, base[round] ?? 0)).sort((a, b) => a - b);
    return Number(sorted[Math.round((sorted.length - 1) / 2)]?.toPrecision(4));
  };
  return Object.fromEntries(Object.entries(values).map(([name, own]) => [name, median(own)]));
}

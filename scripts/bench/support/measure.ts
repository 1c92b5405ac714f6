import type { Peer } from "./peers.js";
import type { Summary } from "./statistics.js";

/** What every measure is run with. */
export interface Bench {
  peers: Peer[];
  /** The Node that runs what is measured. */
  node: string;
  /** Whether a rough result is enough. */
  quick: boolean;
  /** Tells that a part of the work is done, `done` of `total`. */
  progress: (what: string, done: number, total: number) => void;
}

/** One line of the table: a number for each peer that has one. */
export interface Line {
  /** Names the line in the results. */
  name: string;
  /** What a table calls it. */
  label: string;
  /** Digits after the point. */
  digits: number;
  /** The most that this package should need, in the line's unit. */
  target?: number;
  values: Record<string, Summary>;
}

/** Lines for the table, and what belongs to them in the results. */
export interface Measured {
  lines: Line[];
  details?: Record<string, unknown>;
}

/** Measures one thing for every peer. */
export type Measure = (bench: Bench) => Promise<Measured>;

/**
 * Runs `work` for every peer in every round, each round from another peer on, so that what else the machine
 * does falls on all of them alike.
 */
export async function interleave<T>(
  { peers, progress }: Bench,
  what: string,
  rounds: number,
  work: (peer: Peer) => Promise<T>,
): Promise<Record<string, T[]>> {
  const results: Record<string, T[]> = Object.fromEntries(peers.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (let index = 0; index < peers.length; index++) {
      const peer = peers[(round + index) % peers.length];
      if (peer) results[peer.name]?.push(await work(peer));
    }
    progress(what, round + 1, rounds);
  }
  return results;
}

/** Summarizes the results of every peer. */
export function mapValues<T, R>(results: Record<string, T>, summary: (values: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(results).map(([name, values]) => [name, summary(values)]));
}

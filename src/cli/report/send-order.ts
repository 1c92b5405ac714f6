import type { Ledger } from "./ledger.js";

/**
 * The ids of the next pass, by their lines in the input. Open ones go first, while the server may still know their keys, each
 * followed by another one, so that no number of them keeps others from being sent. While some ids were never sent, a pass has all of
 * these, and none that failed: an outage is waited for on their account alone. Those that were tried begin with the one that was
 * tried longest ago: where such as these end a run, the next run begins with others.
 */
export function sendOrder(ledger: Ledger): Uint32Array {
  const byAge = (one: number, other: number) => ledger.line(one) - ledger.line(other);
  const open = Uint32Array.from(ledger.open()).sort(byAge);
  const unsent = Uint32Array.from(ledger.unsent());
  if (unsent.length > 0) return alternate(open.subarray(0, unsent.length), unsent);
  return alternate(open, Uint32Array.from(ledger.failed()).sort(byAge));
}

/** One of the first list, one of the second, and so on; at the end the rest of the longer one. */
function alternate(first: Uint32Array, second: Uint32Array): Uint32Array {
  const all = new Uint32Array(first.length + second.length);
  const pairs = Math.min(first.length, second.length);
  for (let index = 0; index < pairs; index++) {
    all[2 * index] = Number(first[index]);
    all[2 * index + 1] = Number(second[index]);
  }
  all.set(first.subarray(pairs), 2 * pairs);
  all.set(second.subarray(pairs), 2 * pairs);
  return all;
}

import type { Ledger } from "./ledger.js";

/**
 * The lines of the ids to send, in order. Ids that an earlier run left open go first, as the server may still know their keys.
 * Each is followed by a new id, so that open ids never keep new ones from being sent. Then come the other new ids, and last
 * those that failed before.
 */
export function sendOrder(ledger: Ledger): Uint32Array {
  const lines = new Uint32Array(ledger.left);
  const waiting = { open: 0, unsent: 0, failed: 0 };
  for (const { kind } of ledger.waiting()) waiting[kind]++;
  const pairs = Math.min(waiting.open, waiting.unsent);
  const seen = { open: 0, unsent: 0, failed: 0 };
  for (const { n, kind } of ledger.waiting()) {
    const index = seen[kind]++;
    if (kind === "failed") lines[waiting.open + waiting.unsent + index] = n;
    else if (index < pairs) lines[2 * index + (kind === "open" ? 0 : 1)] = n;
    // The rest of the longer list follows the pairs.
    else lines[pairs + index] = n;
  }
  return lines;
}

import type { DeleteOutcome } from "../../src/bulk/index.js";
import type { TruthServer } from "./truth-server.js";

/** The result of a run. */
export interface Collected {
  outcomes: DeleteOutcome[];
  /** The thrown value, if any. */
  thrown?: { reason: unknown };
}

/** Reads a run to its end, also when it ends with an error. */
export async function collect(run: AsyncIterable<DeleteOutcome>): Promise<Collected> {
  const outcomes: DeleteOutcome[] = [];
  try {
    for await (const outcome of run) outcomes.push(outcome);
    return { outcomes };
  } catch (reason) {
    return { outcomes, thrown: { reason } };
  }
}

/** The number of outcomes of each kind, such as `{ deleted: 2, gone: 1 }`. */
export function tally(outcomes: readonly DeleteOutcome[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { outcome } of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

/** The outcomes that are wrong, compared with the server's contacts. The server must be idle. */
export async function lies(
  server: TruthServer,
  account: string,
  outcomes: readonly DeleteOutcome[],
): Promise<string[]> {
  await server.idle();
  return outcomes.flatMap((result) => {
    const { id, outcome } = result;
    const wasDeleted = server.deletedBy(account, id) !== undefined;
    const isSo =
      outcome === "deleted"
        ? wasDeleted
        : outcome === "gone"
          ? !server.exists(account, id) && (result.mayHaveBeenApplied || !wasDeleted)
          : outcome === "unknown" || !wasDeleted;
    if (isSo) return [];
    const faults = server.arrivals.filter((arrival) => arrival.id === id).map(({ fault }) => fault ?? "none");
    return [`${id} is said to be ${outcome}, after ${faults.join(", ")}`];
  });
}

/** Ids such as `c0`, `c1`, … */
export function numberedIds(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `c${index}`);
}

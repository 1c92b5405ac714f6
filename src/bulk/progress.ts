import type { DeleteOutcome, Settings } from "./options.js";

/** Makes what counts each outcome, and tells of them at most once a second, or at once when it is given none. */
export function progressCounter({
  onProgress,
  limits,
  total,
}: Settings): (result?: DeleteOutcome) => unknown {
  const counts = { deleted: 0, gone: 0, unknown: 0, failed: 0 };
  const start = performance.now();
  let settled = 0;
  let toldAt = start;
  return (result) => {
    if (result) {
      counts[result.outcome]++;
      settled++;
    }
    const now = performance.now();
    if (result && now < toldAt + 1_000) return;
    toldAt = now;
    // The first burst of a run is faster than it can go on.
    const perMs = Math.min(settled / (now - start), limits.account / limits.window) || 0;
    const eta = total === undefined || perMs === 0 ? undefined : Math.max(0, total - settled) / perMs;
    return onProgress?.({ ...counts, total, rate: perMs * 1_000, eta });
  };
}

import type { DeleteOutcome, Settings } from "./options.js";

/** Counts outcomes, and tells of them at most once a second. */
export class ProgressCounter {
  readonly #counts = { deleted: 0, gone: 0, unknown: 0, failed: 0 };
  readonly #settings: Settings;
  readonly #start = performance.now();
  #toldAt = this.#start;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  count({ outcome }: DeleteOutcome): void {
    this.#counts[outcome]++;
    if (performance.now() >= this.#toldAt + 1_000) this.tell();
  }

  tell(): void {
    const { onProgress, limits, total } = this.#settings;
    if (!onProgress) return;
    this.#toldAt = performance.now();
    const { deleted, gone, unknown, failed } = this.#counts;
    const settled = deleted + gone + unknown + failed;
    // The first burst of a run is faster than it can go on.
    const fastest = limits.account / limits.window;
    const perMs = Math.min(settled / (this.#toldAt - this.#start), fastest) || 0;
    const eta = total === undefined || perMs === 0 ? undefined : Math.max(0, total - settled) / perMs;
    onProgress({
      ...this.#counts,
      ...(total !== undefined && { total }),
      rate: perMs * 1_000,
      ...(eta !== undefined && { eta }),
    });
  }
}

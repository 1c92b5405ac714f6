import type { Settings } from "./options.js";
import type { DeleteOutcome, DeleteProgress } from "./types.js";

/** Milliseconds between two reports of progress. */
const interval = 1_000;
/** Milliseconds over which the rate is measured. A long-past outage must not count. */
const measured = 600_000;

/** Counts the outcomes of a run, and measures how fast they come. */
export class Progress {
  readonly #counts = { deleted: 0, gone: 0, unknown: 0, failed: 0 };
  readonly #settings: Settings;
  #settled = 0;
  #toldAt = performance.now();
  /** Numbers of settled ids with their times; the first one is the start of the measurement. */
  readonly #marks = [{ at: this.#toldAt, settled: 0 }];

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /** Counts an outcome. Returns the progress when it is time to report it. */
  add({ outcome }: DeleteOutcome): DeleteProgress | undefined {
    this.#counts[outcome]++;
    this.#settled++;
    return performance.now() < this.#toldAt + interval ? undefined : this.now();
  }

  /** The progress now. */
  now(): DeleteProgress {
    const { limits, total } = this.#settings;
    const now = performance.now();
    this.#toldAt = now;
    this.#marks.push({ at: now, settled: this.#settled });
    while (Number(this.#marks[1]?.at) < now - measured) this.#marks.shift();
    const { at, settled } = this.#marks[0] ?? { at: now, settled: 0 };
    // The first burst of a run is faster than the limit allows later.
    const perMs = Math.min((this.#settled - settled) / (now - at), limits.account / limits.window) || 0;
    const eta = total === undefined || perMs === 0 ? undefined : Math.max(0, total - this.#settled) / perMs;
    return { ...this.#counts, total, rate: perMs * 1_000, eta };
  }
}

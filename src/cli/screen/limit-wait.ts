import type { Rate } from "../option-values.js";

/** Calculates how long the next request has to wait for the limit. */
export class LimitWait {
  readonly #window: number;
  /** Times of the last requests, by `performance.now()`: as many as the limit allows. A new one replaces the oldest. */
  readonly #sent: Float64Array;
  #count = 0;

  constructor({ requests, seconds }: Rate) {
    this.#window = seconds * 1_000;
    this.#sent = new Float64Array(requests);
  }

  /** Records that a request is sent. */
  add(now: number): void {
    this.#sent[this.#count++ % this.#sent.length] = now;
  }

  /** Milliseconds. */
  at(now: number): number {
    if (this.#count < this.#sent.length) return 0;
    const oldest = this.#sent[this.#count % this.#sent.length] ?? 0;
    return Math.max(0, oldest + this.#window - now);
  }
}

import { type Slot, SlotLog } from "./slot-log.js";
import { Spread } from "./spread.js";

/** The maximum number of requests in a window of `window` ms. */
export interface Limit {
  count: number;
  window: number;
}

/** The requests of an account, or of a token, against the limits of all runs under way: each of them holds. */
export class Meter {
  readonly #log = new SlotLog();
  readonly #spread = new Spread();
  #limits: readonly Limit[] = [];
  #window = 0;
  /** Requests that may go out at once, at first. */
  #burst = 0;
  /** Milliseconds between two requests after that. */
  #interval = 0;

  /** Sets the limits of the runs under way; without any, the last ones say how long a request counts. */
  limit(limits: readonly Limit[]): void {
    this.#limits = limits;
    if (limits.length === 0) return;
    this.#window = Math.max(...limits.map(({ window }) => window));
    this.#burst = Math.min(...limits.map(({ count }) => count));
    this.#interval = Math.max(...limits.map(({ count, window }) => window / count));
  }

  /** Milliseconds from `now` until there is room for one more request. */
  wait(now: number): number {
    this.#log.forget(this.#window, now);
    const waits = this.#limits.map(({ count, window }) => this.#log.wait(count, window, now));
    return Math.max(this.#spread.wait(this.#burst, now), ...waits);
  }

  /** `true` if no request counts any more. */
  isEmpty(now: number): boolean {
    this.#log.forget(this.#window, now);
    return this.#log.size === 0;
  }

  /** Counts a request that was, or is about to be, sent at a moment. */
  add(slot: Slot, sentAt: number): void {
    this.#spread.take(this.#interval, sentAt);
    this.#log.place(slot);
  }

  /** Counts a request from another moment on than before. */
  move(slot: Slot): void {
    this.#log.place(slot);
  }

  /** Takes back a request that was not sent. */
  cancel(slot: Slot): void {
    this.#spread.cancel(this.#interval);
    this.#log.remove(slot);
  }
}

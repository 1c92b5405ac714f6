import { type Slot, SlotLog } from "./slot-log.js";
import { Spread } from "./spread.js";

/** The maximum number of requests in a window of `window` ms. */
export interface Limit {
  count: number;
  window: number;
}

/** Counts the requests of an account or of a token, and keeps them within the limits of all runs under way. */
export class Meter {
  readonly #log = new SlotLog();
  readonly #spread = new Spread();
  #limits: readonly Limit[] = [];
  #window = 0;
  /** Number of requests in the first burst. */
  #burst = 0;
  /** Milliseconds between two requests after that. */
  #interval = 0;

  /** Sets the limits of the runs under way. Without a run the last limits stay, to know how long a request counts. */
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

  /** `true` if no request counts in a window any more. */
  isEmpty(now: number): boolean {
    this.#log.forget(this.#window, now);
    return this.#log.size === 0;
  }

  /** Counts a request with the time at which it is sent. */
  add(slot: Slot, sentAt: number): void {
    this.#spread.take(this.#interval, sentAt);
    this.#log.place(slot);
  }

  /** Changes the time from which a request counts. */
  move(slot: Slot): void {
    this.#log.place(slot);
  }

  /** Removes a request that was not sent. */
  cancel(slot: Slot): void {
    this.#spread.cancel(this.#interval);
    this.#log.remove(slot);
  }
}

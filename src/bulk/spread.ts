/** Milliseconds by which late requests may catch up with their timetable, as timers fire late. */
const slack = 200;

/**
 * Spreads requests evenly over the window, once a first burst has used up the limit. The CRM gets a steady load, and the
 * progress is steady too.
 */
export class Spread {
  #taken = 0;
  /** Due time of the next request, by `performance.now()`. */
  #next = 0;

  /** Milliseconds from `now` until the next request is due. */
  wait(limit: number, now: number): number {
    return this.#taken < Math.floor(limit) ? 0 : Math.max(0, this.#next - now);
  }

  /** Counts a request, and makes the next one due `interval` ms after this one was. */
  take(interval: number, now: number): void {
    const due = this.#taken === 0 ? now : Math.max(this.#next, now - slack);
    this.#next = due + interval;
    this.#taken++;
  }

  /** Removes a request that was not sent. */
  cancel(interval: number): void {
    this.#taken--;
    this.#next -= interval;
  }
}

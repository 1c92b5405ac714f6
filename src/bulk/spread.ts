/** Milliseconds by which requests may lag behind their timetable, and catch up: timers fire late. */
const slack = 200;

/**
 * Spreads requests evenly over the window, once a first burst has used up the limit: that is kinder to the CRM, and to whoever
 * watches, than all at once and then nothing.
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

  /** Takes back one that was not sent. */
  cancel(interval: number): void {
    this.#taken--;
    this.#next -= interval;
  }
}

/**
 * A sliding log of requests. A slot is free again one window after its request was answered: the server counted it
 * before that, however long it was on its way, so no window there ever holds more than the limit.
 */
export class SlotLog {
  /** Milliseconds that an answered request goes on counting. */
  window = 0;
  readonly #answers: number[] = [];
  #inFlight = 0;

  /**
   * Milliseconds from `now` until a slot is free; `Infinity` when that takes an answer first.
   * @param limit slots in a window, 1 or more; a share of a limit need not be whole
   */
  wait(limit: number, now: number): number {
    this.#forget(now);
    const surplus = this.#inFlight + this.#answers.length - Math.floor(limit);
    if (surplus < 0) return 0;
    return (this.#answers[surplus] ?? Number.POSITIVE_INFINITY) + this.window - now;
  }

  /** Whether no request counts any more. */
  isEmpty(now: number): boolean {
    this.#forget(now);
    return this.#inFlight + this.#answers.length === 0;
  }

  take(): void {
    this.#inFlight++;
  }

  release(end: "answered" | "not sent", now: number): void {
    this.#inFlight--;
    if (end === "answered") this.#answers.push(now);
  }

  #forget(now: number): void {
    while (this.#answers.length > 0 && Number(this.#answers[0]) + this.window <= now) this.#answers.shift();
  }
}

/** A request's place in the logs of its account and its token. */
export interface Slot {
  /** The moment from which it counts: the server has counted it by then. By `performance.now()`. */
  countsFrom: number;
}

/**
 * A log of the requests in a sliding window. A slot is free again one window after the server counted its request. So no
 * window at the server has more requests than the limit, however long they take to arrive.
 */
export class SlotLog {
  /** In the order of `countsFrom`. */
  readonly #slots: Slot[] = [];

  /** The number of slots that may still count. */
  get size(): number {
    return this.#slots.length;
  }

  /**
   * Milliseconds from `now` until one more request fits into a limit.
   * @param limit slots in a window, 1 or more; a share of a limit need not be whole
   */
  wait(limit: number, window: number, now: number): number {
    const first = this.#slots[this.#slots.length - Math.floor(limit)];
    return first ? Math.max(0, first.countsFrom + window - now) : 0;
  }

  /** Sorts a slot in, when it is new or its `countsFrom` has changed. */
  place(slot: Slot): void {
    this.remove(slot);
    let index = this.#slots.length;
    while (index > 0 && Number(this.#slots[index - 1]?.countsFrom) > slot.countsFrom) index--;
    this.#slots.splice(index, 0, slot);
  }

  remove(slot: Slot): void {
    const index = this.#slots.lastIndexOf(slot);
    if (index >= 0) this.#slots.splice(index, 1);
  }

  /** Removes the slots that are older than a window. */
  forget(window: number, now: number): void {
    while (Number(this.#slots[0]?.countsFrom) + window <= now) this.#slots.shift();
  }
}

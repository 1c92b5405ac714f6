import type { Meter } from "./meter.js";
import type { Slot } from "./slot-log.js";

/** Milliseconds that a request takes to arrive at most: a CRM that answers slowly is no network that is slow. */
export const longestWay = 300;

/** One request's turn. It counts in its account and its token until one window after the server counted it. */
export class Turn {
  /** Time of sending, by `performance.now()`; `undefined` before. */
  sentAt: number | undefined;
  readonly #meters: readonly Meter[];
  readonly #slot: Slot;
  readonly #longestUse: number;
  /** Told when there may be room again. */
  readonly #onRoom: () => void;

  /** @param longestUse ms after which it is over although nobody ended it, as in a Worker that was frozen */
  constructor(meters: readonly Meter[], longestUse: number, onRoom: () => void) {
    const now = performance.now();
    this.#meters = meters;
    this.#longestUse = longestUse;
    this.#onRoom = onRoom;
    this.#slot = { countsFrom: now + longestUse };
    for (const meter of meters) meter.add(this.#slot, now);
  }

  /** Must be called right before the request is sent; `way` is the time in ms that it takes to arrive at most. */
  send(way = longestWay): void {
    this.sentAt = performance.now();
    this.#countFrom(this.sentAt + Math.min(way, this.#longestUse));
  }

  /** Must be called when the request was answered or given up: the server has counted it by now. An unsent one no longer counts. */
  release(): void {
    if (this.sentAt === undefined) this.cancel();
    else this.#countFrom(Math.min(this.#slot.countsFrom, performance.now()));
    this.#onRoom();
  }

  /** Gives the turn back, as nothing was sent. */
  cancel(): void {
    for (const meter of this.#meters) meter.cancel(this.#slot);
    this.#onRoom();
  }

  #countFrom(moment: number): void {
    this.#slot.countsFrom = moment;
    for (const meter of this.#meters) meter.move(this.#slot);
  }
}

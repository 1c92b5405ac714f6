import type { Meter } from "./meter.js";
import type { Slot } from "./slot-log.js";

/** The longest time in ms that a request is assumed to take to the server. A slow answer usually means a slow CRM. */
export const longestWay = 300;

/** The turn of one request. It counts for its account and its token until one window after the server counted it. */
export class Turn {
  /** Time of sending, by `performance.now()`; `undefined` before. */
  sentAt: number | undefined;
  readonly #meters: readonly Meter[];
  readonly #slot: Slot;
  readonly #longestUse: number;
  /** Called when there may be room again. */
  readonly #onRoom: () => void;

  /** @param longestUse ms after which it is over if it is never ended, as in a Worker that was frozen */
  constructor(meters: readonly Meter[], longestUse: number, onRoom: () => void) {
    const now = performance.now();
    this.#meters = meters;
    this.#longestUse = longestUse;
    this.#onRoom = onRoom;
    this.#slot = { countsFrom: now + longestUse };
    for (const meter of meters) meter.add(this.#slot, now);
  }

  /** Must be called right before the request is sent. `way`: the longest time in ms that it takes to arrive. */
  send(way = longestWay): void {
    this.sentAt = performance.now();
    this.#countFrom(this.sentAt + Math.min(way, this.#longestUse));
  }

  /** Must be called when the request is answered or given up: the server has counted it by now. An unsent request no longer counts. */
  release(): void {
    if (this.sentAt === undefined) this.cancel();
    else this.#countFrom(Math.min(this.#slot.countsFrom, performance.now()));
    this.#onRoom();
  }

  /** Gives the turn back unused. */
  cancel(): void {
    for (const meter of this.#meters) meter.cancel(this.#slot);
    this.#onRoom();
  }

  #countFrom(moment: number): void {
    this.#slot.countsFrom = moment;
    for (const meter of this.#meters) meter.move(this.#slot);
  }
}

/** A timer that waits. */
interface Timer {
  at: number;
  /** Timers of one moment fire in the order in which they were set. */
  order: number;
  fire: (() => void) | undefined;
}

/** A clock that jumps from one timer to the next, so that a week passes in minutes and no load can make it late. */
export class VirtualClock {
  #now = 0;
  #order = 0;
  /** A heap: no timer is later than those at twice its index, plus one or two. */
  readonly #timers: Timer[] = [];
  readonly #startDate = Date.now();

  /** Milliseconds since the start. */
  get now(): number {
    return this.#now;
  }

  /** Resolves after `ms` milliseconds of this clock. */
  sleep(delay: number): Promise<void> {
    return new Promise((resolve) => void this.#set(resolve, delay));
  }

  /** Runs work with the `setTimeout`, `performance.now` and `Date.now` of this clock. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const real = { setTimeout, clearTimeout, performanceNow: performance.now, dateNow: Date.now };
    Object.assign(globalThis, {
      setTimeout: (fire: () => void, delay = 0) => this.#set(fire, delay),
      clearTimeout: (timer: Timer | undefined) => {
        if (timer) timer.fire = undefined;
      },
    });
    performance.now = () => this.#now;
    Date.now = () => this.#startDate + this.#now;
    try {
      let isOver = false;
      const done = work().finally(() => {
        isOver = true;
      });
      done.catch(() => {});
      await settle();
      while (!isOver) {
        if (!this.#fireNext()) throw new Error("Everything waits, and no timer is set.");
        await settle();
      }
      return await done;
    } finally {
      Object.assign(globalThis, { setTimeout: real.setTimeout, clearTimeout: real.clearTimeout });
      performance.now = real.performanceNow;
      Date.now = real.dateNow;
    }
  }

  /** As in Node and browsers, a delay that is too long for a timer fires at once. */
  #set(fire: () => void, delay: number): Timer {
    const wait = delay >= 0 && delay < 2 ** 31 ? delay : 0;
    const timer = { at: this.#now + Math.max(1, Math.trunc(wait)), order: this.#order++, fire };
    let index = this.#timers.push(timer) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#swapIfLater(parent, index)) break;
      index = parent;
    }
    return timer;
  }

  #fireNext(): boolean {
    let timer = this.#pop();
    while (timer && !timer.fire) timer = this.#pop();
    if (!timer) return false;
    this.#now = timer.at;
    timer.fire?.();
    return true;
  }

  #pop(): Timer | undefined {
    const [first] = this.#timers;
    const last = this.#timers.pop();
    if (!first || !last || first === last) return first;
    this.#timers[0] = last;
    let index = 0;
    for (;;) {
      const [left, right] = [2 * index + 1, 2 * index + 2];
      const child = this.#isLater(left, right) ? right : left;
      if (!this.#swapIfLater(index, child)) return first;
      index = child;
    }
  }

  #isLater(one: number, other: number): boolean {
    const [first, second] = [this.#timers[one], this.#timers[other]];
    if (!first || !second) return false;
    return first.at > second.at || (first.at === second.at && first.order > second.order);
  }

  #swapIfLater(upper: number, lower: number): boolean {
    if (!this.#isLater(upper, lower)) return false;
    [this.#timers[upper], this.#timers[lower]] = [this.#timers[lower] as Timer, this.#timers[upper] as Timer];
    return true;
  }
}

const { setImmediate: immediate } = globalThis;

/** Resolves when nothing is left to do before the next timer. */
function settle(): Promise<void> {
  return new Promise((resolve) => void immediate(resolve));
}

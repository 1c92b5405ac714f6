import { longestTimer } from "../transport/deadline.js";

/*
 * An outage is a time in which nothing of a run gets a definite answer. What waits for what:
 *
 * - Every attempt enters here before it asks the pacer for a turn, and leaves with its result. Without an outage it enters at once.
 * - Several failures in a row begin an outage. From then on one attempt at a time is let in, after a wait that grows up to a minute:
 *   it asks whether the server is back. The first definite answer, of whichever attempt, ends the outage and lets all in.
 * - A contact that was not tried yet goes first: one that has failed may be the reason itself, and must not use up its attempts.
 * - Where no such contact is left there is no outage: those that failed get their attempts, and settle.
 */

/** Failures in a row that a contact or two do not explain. */
const several = 4;
/** The first wait in ms, the longest one, and how fast they grow. */
const [firstWait, longestWait, growth] = [500, 60_000, 1.5];

/** The way an attempt entered: as one of many, or alone during an outage. */
export type Entry = "open" | "probe";

/** The next time that a run asks whether the server is back. */
export interface Wait {
  /** By `performance.now()`. */
  until: number;
  /** `true` if the outage has lasted too long for another try. */
  isTooLong: boolean;
}

interface Waiter {
  readonly isNew: boolean;
  readonly enter: (entry: Entry | undefined) => void;
}

/** The outages of one run. */
export class Outage {
  readonly #longest: number;
  /** `true` if contacts that were not tried before may come. */
  #hasNew: boolean;
  #isProbing = false;
  #failuresInARow = 0;
  /** Start of the outage under way, by `performance.now()`. */
  #since: number | undefined;
  #probes = 0;
  #nextProbe = 0;
  readonly #line: Waiter[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;
  readonly #onWait: () => void;

  /**
   * @param longest ms
   * @param hasNew `true` if contacts that were not tried before may come
   * @param onWait told when an attempt has to wait: it is time to bring a contact that was not tried yet
   */
  constructor(longest: number, hasNew: boolean, onWait: () => void) {
    this.#longest = longest;
    this.#hasNew = hasNew;
    this.#onWait = onWait;
  }

  /** Probes of the outage under way that failed; none without one. */
  get probes(): number | undefined {
    return this.#since === undefined ? undefined : this.#probes;
  }

  /** Attempts that wait to be let in. */
  get waiting(): number {
    return this.#line.length;
  }

  /** Lets an attempt in as soon as it may be; not at all once the run has ended. */
  enter(isNew: boolean): Promise<Entry | undefined> {
    return new Promise((enter) => {
      this.#line.push({ isNew, enter });
      this.#serve();
      if (this.#line.length > 0) this.#onWait();
    });
  }

  /**
   * An attempt has ended: with a definite answer, with a failure that waiting can mend, or without being sent.
   * @returns the wait that a failure begins
   */
  leave(entry: Entry, result: "answered" | "failed" | "not sent", retryAfter = 0): Wait | undefined {
    if (entry === "probe") this.#isProbing = false;
    const wait = result === "failed" ? this.#fail(entry, retryAfter) : undefined;
    if (result === "answered") {
      this.#failuresInARow = 0;
      this.#since = undefined;
    }
    this.#serve();
    return wait;
  }

  /** Tells that all contacts which come from now on were tried before. */
  endNew(): void {
    this.#hasNew = false;
    this.#since = undefined;
    this.#serve();
  }

  /** Lets nothing in any more. */
  close(): void {
    this.#isClosed = true;
    this.#serve();
  }

  #fail(entry: Entry, retryAfter: number): Wait | undefined {
    const now = performance.now();
    this.#failuresInARow++;
    const begins = this.#since === undefined && this.#hasNew && this.#failuresInARow >= several;
    if (begins) {
      this.#since = now;
      this.#probes = 0;
    }
    if (this.#since === undefined || !(begins || entry === "probe")) return undefined;
    const last = this.#since + this.#longest;
    const wait = Math.max(retryAfter, Math.min(longestWait, firstWait * growth ** this.#probes));
    if (!begins) this.#probes++;
    this.#nextProbe = Math.min(now + wait, Math.max(now, last));
    return { until: this.#nextProbe, isTooLong: now >= last };
  }

  #serve(): void {
    clearTimeout(this.#timer);
    if (this.#isClosed) {
      for (const { enter } of this.#line.splice(0)) enter(undefined);
    } else if (this.#since === undefined) {
      for (const { enter } of this.#line.splice(0)) enter("open");
    } else if (!this.#isProbing && this.#line.length > 0) {
      const wait = this.#nextProbe - performance.now();
      if (wait > 0) this.#timer = setTimeout(() => this.#serve(), Math.min(Math.ceil(wait), longestTimer));
      else this.#probe();
    }
  }

  #probe(): void {
    const index = this.#line.findIndex(({ isNew }) => isNew);
    const [waiter] = this.#line.splice(Math.max(0, index), 1);
    this.#isProbing = true;
    waiter?.enter("probe");
  }
}

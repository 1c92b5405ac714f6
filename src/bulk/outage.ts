import { longestTimer } from "../transport/deadline.js";

/*
 * An outage is a time in which no request of a run gets a definite answer. What waits for what:
 *
 * - Every attempt enters here before it asks the pacer for a turn, and leaves with its result. Without an outage it enters at once.
 * - Several failures in a row begin an outage. During it one attempt at a time may enter, as a probe, after a wait that grows up
 *   to a minute. The first definite answer to any attempt ends the outage, and all waiting attempts enter.
 * - Contacts that were not tried yet are the first probes: one that has failed may be the cause itself, and must not use up its
 *   attempts.
 * - Without untried contacts there is no outage: the failed ones get their attempts, and settle.
 */

/** Failures in a row that show an outage: one or two bad contacts do not cause so many. */
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
   * @param longest the longest outage in ms
   * @param hasNew `true` if contacts that were not tried before may come
   * @param onWait called when an attempt has to wait, so that the run can bring an untried contact
   */
  constructor(longest: number, hasNew: boolean, onWait: () => void) {
    this.#longest = longest;
    this.#hasNew = hasNew;
    this.#onWait = onWait;
  }

  /** Failed probes of the outage under way; 0 without an outage. */
  get probes(): number | undefined {
    return this.#since === undefined ? undefined : this.#probes;
  }

  /** Attempts that wait to be let in. */
  get waiting(): number {
    return this.#line.length;
  }

  /** Resolves when an attempt may start, or to `undefined` once the run has ended. */
  enter(isNew: boolean): Promise<Entry | undefined> {
    return new Promise((enter) => {
      this.#line.push({ isNew, enter });
      this.#serve();
      if (this.#line.length > 0) this.#onWait();
    });
  }

  /**
   * Must be called at the end of an attempt. "failed" is a failure after which waiting can help.
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

  /** Must be called when no untried contact will come any more. */
  endNew(): void {
    this.#hasNew = false;
    this.#since = undefined;
    this.#serve();
  }

  /** Ends all waits. No attempt may start any more. */
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

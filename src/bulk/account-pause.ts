import { backoff } from "../transport/retry.js";

/** The effect of a 429 on an account. */
export interface Pause {
  /** End of the pause, by `performance.now()`. */
  until: number;
  /** `true` if the account is not paused because the pause would be too long. */
  isTooLong: boolean;
}

/** The pauses of an account after 429s. */
export class AccountPause {
  /** End of the last pause, by `performance.now()`. */
  until = 0;
  /** Number of pauses since the last answer other than a 429, and their length in ms. */
  #count = 0;
  #total = 0;

  /**
   * Pauses the account after a 429, unless only 429s would then have come for longer than `longest` ms.
   * @param sentAt when the request was sent, by `performance.now()`
   * @param retryAfter ms that the server asked for, if it did
   */
  start(sentAt: number, retryAfter: number | undefined, longest: number, now: number): Pause {
    const before = Math.max(this.until, now);
    // A 429 for a request from before the pause is part of the same burst.
    const isFirst = sentAt >= this.until;
    if (isFirst) this.#count++;
    const until = Math.max(before, now + (retryAfter ?? (isFirst ? backoff(this.#count) : 0)));
    this.#total += until - before;
    const isTooLong = this.#total > longest;
    if (isTooLong) this.end();
    else this.until = until;
    return { until, isTooLong };
  }

  /** Resets the count of pauses after an answer other than a 429. */
  end(): void {
    this.#count = 0;
    this.#total = 0;
  }
}

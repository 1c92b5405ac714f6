import { backoff } from "../transport/retry.js";

/** What a 429 did to an account. */
export interface Pause {
  /** When it ends, by `performance.now()`. */
  until: number;
  /** Whether the account is not paused, because it would be for too long. */
  isTooLong: boolean;
}

/** The pauses that a server asks of an account with its 429s. */
export class AccountPause {
  /** When the last one ends, by `performance.now()`. */
  until = 0;
  /** Pauses since the last answer that was no 429, and their length in ms. */
  #count = 0;
  #total = 0;

  /**
   * Pauses the account after a 429, unless it would then answer nothing else for longer than `longest` ms.
   * @param sentAt when the request was sent, by `performance.now()`
   * @param retryAfter ms that the server asked for, if it did
   */
  start(sentAt: number, retryAfter: number | undefined, longest: number, now: number): Pause {
    const before = Math.max(this.until, now);
    // A request that was sent before the pause began tells nothing new.
    const isFirst = sentAt >= this.until;
    if (isFirst) this.#count++;
    const until = Math.max(before, now + (retryAfter ?? (isFirst ? backoff(this.#count) : 0)));
    this.#total += until - before;
    const isTooLong = this.#total > longest;
    if (isTooLong) this.end();
    else this.until = until;
    return { until, isTooLong };
  }

  /** An answer that was no 429 ends the count of pauses. */
  end(): void {
    this.#count = 0;
    this.#total = 0;
  }
}

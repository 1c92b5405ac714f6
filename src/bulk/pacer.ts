import { longestTimer, onAbort } from "../transport/deadline.js";
import { backoff } from "../transport/retry.js";
import { SlotLog } from "./slot-log.js";

/** How many requests a window of time may hold. */
export interface Limits {
  /** Requests of one account in a window. */
  account: number;
  /** Requests of one token in a window. */
  token: number;
  /** Length of the window in ms. */
  window: number;
}

/** A request's place in the limits; given back when the request was answered, or was not sent at all. */
export type Slot = (end: "answered" | "not sent") => void;

/** What a 429 did to an account. */
export interface Pause {
  /** Milliseconds until the next request. */
  delay: number;
  /** Whether there was no such pause before. */
  isNew: boolean;
  /** Whether the account is not paused, because it would be for too long. */
  isTooLong: boolean;
}

interface Waiter {
  readonly limits: Limits;
  readonly serve: (slot: Slot) => void;
}

/** The requests of one account: they wait in line for a slot in its own limit and in the token's. */
export class Pacer {
  /** Runs that use it now. */
  runs = 0;
  readonly log = new SlotLog();
  readonly #token: TokenPacers;
  readonly #line = new Set<Waiter>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pausedUntil = 0;
  /** Pauses since the last answer that was no 429, and their length in ms. */
  #pauses = { count: 0, total: 0 };

  constructor(token: TokenPacers) {
    this.#token = token;
  }

  /** Whether nothing would be lost with it. */
  isIdle(now: number): boolean {
    return this.runs === 0 && this.#pausedUntil <= now && this.log.isEmpty(now);
  }

  /** A slot as soon as there is one; none when the signal is aborted first. */
  take(limits: Limits, signal: AbortSignal): Promise<Slot | undefined> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve(undefined);
      const leave = () => {
        unlink();
        this.#line.delete(waiter);
      };
      const unlink = onAbort(signal, () => {
        leave();
        resolve(undefined);
        this.serve();
      });
      const serve = (slot: Slot) => {
        leave();
        resolve(slot);
      };
      const waiter = { limits, serve };
      this.#line.add(waiter);
      this.serve();
    });
  }

  /** Gives those in line what is free now. The timer only asks again; what is free is worked out from the time alone. */
  serve(): void {
    clearTimeout(this.#timer);
    for (const { limits, serve } of this.#line) {
      const now = performance.now();
      const wait = Math.max(
        this.#pausedUntil - now,
        this.log.wait(limits.account, now),
        this.#token.log.wait(limits.token, now),
      );
      if (wait > 0) {
        // Without an end in sight, the next answer serves the line before the timer does.
        this.#timer = setTimeout(() => this.serve(), Math.min(Math.ceil(wait), longestTimer));
        return;
      }
      this.log.take();
      this.#token.log.take();
      serve((end) => {
        const released = performance.now();
        this.log.release(end, released);
        this.#token.log.release(end, released);
        this.#token.serve();
      });
    }
  }

  /**
   * Pauses the account after a 429, unless it would then answer nothing else for longer than `maxPause` ms.
   * @param sentAt when the request was sent, by `performance.now()`
   * @param retryAfter ms that the server asked for, if it did
   */
  pause(sentAt: number, retryAfter: number | undefined, maxPause: number): Pause {
    const now = performance.now();
    const before = Math.max(this.#pausedUntil, now);
    // A request that was sent before the pause began tells nothing new.
    const isFirst = sentAt >= this.#pausedUntil;
    if (isFirst) this.#pauses.count++;
    const until = Math.max(before, now + (retryAfter ?? (isFirst ? backoff(this.#pauses.count) : 0)));
    this.#pauses.total += until - before;
    const isTooLong = this.#pauses.total > maxPause;
    if (isTooLong) this.resume();
    else this.#pausedUntil = until;
    // A second more is worth telling; the milliseconds between the answers of one burst are not.
    return { delay: Math.round(until - now), isNew: isFirst || until > before + 1_000, isTooLong };
  }

  /** An answer that was no 429 ends the count of pauses. */
  resume(): void {
    this.#pauses = { count: 0, total: 0 };
  }
}

/** The accounts that are used with one token. */
class TokenPacers {
  readonly log = new SlotLog();
  readonly #accounts = new Map<string, Pacer>();

  account(id: string): Pacer {
    const now = performance.now();
    for (const [other, pacer] of this.#accounts) if (pacer.isIdle(now)) this.#accounts.delete(other);
    const pacer = this.#accounts.get(id) ?? new Pacer(this);
    this.#accounts.set(id, pacer);
    return pacer;
  }

  serve(): void {
    for (const pacer of this.#accounts.values()) pacer.serve();
  }
}

const tokens = new WeakMap<object, TokenPacers>();

/**
 * Joins the pacer of an account, which is the same for all runs on one client until none of them counts in `runs`. Its window is the
 * longest that any of them asked for.
 */
export function joinPacer(client: object, account: string, { window }: Limits): Pacer {
  const token = tokens.get(client) ?? new TokenPacers();
  tokens.set(client, token);
  const pacer = token.account(account);
  pacer.runs++;
  for (const log of [token.log, pacer.log]) log.window = Math.max(log.window, window);
  return pacer;
}

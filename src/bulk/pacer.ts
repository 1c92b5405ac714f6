import { longestTimer, onAbort } from "../transport/deadline.js";
import type { Pause } from "./account-pause.js";
import type { Limits } from "./limits.js";
import { type AccountPacer, type PacedRun, TokenPacer } from "./token-pacer.js";
import { longestWay, Turn } from "./turn.js";

/*
 * The pacer keeps Truto's limits over all runs of a client. What waits for what:
 *
 * - A run asks for a turn before each request, and stands in its account's line until it has one.
 * - There is room for a request when the account is not paused, and both the account's and the token's meter have room.
 *   A meter has room again one window after the server counted an earlier request. Only time makes room, so a request that
 *   never ends, as in a Worker that was frozen, counts no longer than any other.
 * - The token serves its accounts in turn, one request each, so that no account waits for the end of another's list.
 * - One timer of the token fires when there is room for the next request. `serve` needs only the time, so a late timer does no harm.
 * - Each request in line has a timer of its own too: a Worker's timers stop when the request that set them ends, and the token's
 *   timer may be among them. A run of which no timer fires must have died, and is passed over.
 */

/** After a 429 of Truto's own, number of windows for which requests count from their answers: they arrive later than expected. */
const strictWindows = 30;

/** The longest time in ms that a turn counts if it is never ended. */
const longestUse = 300_000;

/** The turns of one run. */
export class Pacer implements PacedRun {
  readonly limits: Limits;
  readonly #token: TokenPacer;
  readonly #accountId: string;
  #account: AccountPacer;
  readonly #longestUse: number;
  /** Time at which the run was last known to be alive. */
  #seenAt = 0;

  constructor(token: TokenPacer, accountId: string, limits: Limits, timeout: number) {
    this.#token = token;
    this.#accountId = accountId;
    this.#account = token.account(accountId);
    this.limits = limits;
    this.#longestUse = Math.min(timeout, longestUse);
    this.#show();
  }

  isGone(now: number): boolean {
    return this.#seenAt + this.#longestUse + 2 * this.limits.window < now;
  }

  /** A turn as soon as there is one; none when the signal is aborted first. */
  take(signal: AbortSignal): Promise<Turn | undefined> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve(undefined);
      let timer: ReturnType<typeof setTimeout> | undefined;
      const leave = (turn?: Turn) => {
        clearTimeout(timer);
        unlink();
        this.#account.line.delete(waiter);
        resolve(turn);
      };
      const unlink = onAbort(signal, () => leave());
      const waiter = { run: this, serve: () => leave(this.#turn()) };
      const wait = () => {
        this.#show();
        this.#account.line.add(waiter);
        timer = setTimeout(wait, Math.min(this.limits.window, longestTimer));
        // Later than now, so that requests which come together are all in line, and are served in turn.
        queueMicrotask(() => this.#token.serve());
      };
      wait();
    });
  }

  /** The longest time in ms that a request takes to arrive. */
  get way(): number {
    return performance.now() < this.#account.strictUntil ? this.#longestUse : longestWay;
  }

  /** Counts requests from their answers for some windows, as a 429 of Truto's own shows that they arrive later than expected. */
  countFromAnswers(): void {
    this.#account.strictUntil = performance.now() + strictWindows * this.limits.window;
  }

  /**
   * Counts what an earlier process sent, at these moments by `performance.now()`. After a run with a higher limit there may be more
   * than this limit. Only the last ones matter: all of them would spread the next requests over more than a window.
   */
  countEarlier(moments: readonly number[]): void {
    const sorted = [...moments].sort((one, other) => one - other);
    const most = Math.floor(Math.min(this.limits.account, this.limits.token));
    for (const sentAt of sorted.slice(-most)) {
      const slot = { countsFrom: sentAt + longestWay };
      for (const { meter } of [this.#account, this.#token]) meter.add(slot, sentAt);
    }
  }

  /** Pauses the account after a 429, unless it would then answer nothing else for longer than `longest` ms. */
  pause(sentAt: number, retryAfter: number | undefined, longest: number): Pause {
    return this.#account.pause.start(sentAt, retryAfter, longest, performance.now());
  }

  /** Resets the count of pauses, after an answer other than a 429. */
  endPauses(): void {
    this.#account.pause.end();
  }

  /** Ends the run. Its limits no longer apply. */
  leave(): void {
    this.#account.runs.delete(this);
    this.#token.setLimits();
    this.#token.serve();
  }

  /** Records that the run is alive. */
  #show(): void {
    this.#seenAt = performance.now();
    if (this.#account.runs.has(this)) return;
    // After a run was taken for dead, its account may have a new pacer.
    this.#account = this.#token.account(this.#accountId);
    this.#account.runs.add(this);
    this.#token.setLimits();
  }

  #turn(): Turn {
    const meters = [this.#account.meter, this.#token.meter];
    return new Turn(meters, this.#longestUse, () => this.#token.serve());
  }
}

/** The key of the pacers of all clients, the same in every copy of this package. */
const registry = Symbol.for("truto-crm-client.pacers");

/** Joins the pacer of an account, for one run: all runs on one client share the limits of its token and its accounts. */
export function joinPacer(client: object, account: string, limits: Limits, timeout: number): Pacer {
  const pacers: WeakMap<object, TokenPacer> = Reflect.get(globalThis, registry) ?? new WeakMap();
  Reflect.set(globalThis, registry, pacers);
  const token = pacers.get(client) ?? new TokenPacer();
  pacers.set(client, token);
  return new Pacer(token, account, limits, timeout);
}

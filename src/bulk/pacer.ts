import { longestTimer, onAbort } from "../transport/deadline.js";
import type { Pause } from "./account-pause.js";
import type { Limits } from "./limits.js";
import { type AccountPacer, type PacedRun, TokenPacer } from "./token-pacer.js";
import { longestWay, Turn } from "./turn.js";

/*
 * The pacer keeps Truto's limits over all runs of a client. What waits for what:
 *
 * - A run asks for a turn before each request, and stands in its account's line until it has one.
 * - There is room for a request when the account is not paused and both meters have room, the account's and the token's.
 *   A meter has room again one window after the server counted the request that is in the way. Time alone makes room: a request that
 *   nobody ends, in a Worker that was frozen, counts no longer than any other.
 * - The token serves its accounts in turn, one request each, so that none waits for another's list to end.
 * - One timer of the token fires when there is room for the next. Whatever it missed, `serve` works out from the time.
 * - Each request in line has a timer of its own as well: a Worker's timers end with the request that set them, the token's
 *   among them. A run that let none of them fire must have died, and is passed over.
 */

/** Windows for which requests count from their answers, once a 429 of Truto's own has shown that they take longer to arrive. */
const strictWindows = 30;

/** Longest time in ms that a turn counts although nobody ends it. */
const longestUse = 300_000;

/** The turns of one run. */
export class Pacer implements PacedRun {
  readonly limits: Limits;
  readonly #token: TokenPacer;
  readonly #accountId: string;
  #account: AccountPacer;
  readonly #longestUse: number;
  /** Time of the run's last sign of life. */
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
        // By then all who come in one go are in line, and are served in turn.
        queueMicrotask(() => this.#token.serve());
      };
      wait();
    });
  }

  /** Milliseconds that a request takes to arrive at most. */
  get way(): number {
    return performance.now() < this.#account.strictUntil ? this.#longestUse : longestWay;
  }

  /** Counts from the answers for a while, after a 429 of Truto's own: the server counted requests later than this pacer. */
  countFromAnswers(): void {
    this.#account.strictUntil = performance.now() + strictWindows * this.limits.window;
  }

  /** Counts what an earlier process sent, at these moments by `performance.now()`. */
  countEarlier(moments: readonly number[]): void {
    for (const sentAt of [...moments].sort((one, other) => one - other)) {
      const slot = { countsFrom: sentAt + longestWay };
      for (const { meter } of [this.#account, this.#token]) meter.add(slot, sentAt);
    }
  }

  /** Pauses the account after a 429, unless it would then answer nothing else for longer than `longest` ms. */
  pause(sentAt: number, retryAfter: number | undefined, longest: number): Pause {
    return this.#account.pause.start(sentAt, retryAfter, longest, performance.now());
  }

  /** An answer that was no 429 ends the count of pauses. */
  endPauses(): void {
    this.#account.pause.end();
  }

  /** Ends the run: its limits hold no longer. */
  leave(): void {
    this.#account.runs.delete(this);
    this.#token.setLimits();
    this.#token.serve();
  }

  /** Shows that the run is alive. */
  #show(): void {
    this.#seenAt = performance.now();
    if (this.#account.runs.has(this)) return;
    // A run that was taken for dead may find a new pacer of its account.
    this.#account = this.#token.account(this.#accountId);
    this.#account.runs.add(this);
    this.#token.setLimits();
  }

  #turn(): Turn {
    const meters = [this.#account.meter, this.#token.meter];
    return new Turn(meters, this.#longestUse, () => this.#token.serve());
  }
}

/** Names the pacers of all clients. Every copy of this package finds them, as a bundle may hold two. */
const registry = Symbol.for("truto-crm-client.pacers");

/** Joins the pacer of an account, for one run: all runs on one client share the limits of its token and its accounts. */
export function joinPacer(client: object, account: string, limits: Limits, timeout: number): Pacer {
  const pacers: WeakMap<object, TokenPacer> = Reflect.get(globalThis, registry) ?? new WeakMap();
  Reflect.set(globalThis, registry, pacers);
  const token = pacers.get(client) ?? new TokenPacer();
  pacers.set(client, token);
  return new Pacer(token, account, limits, timeout);
}

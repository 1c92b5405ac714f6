import { longestTimer } from "../transport/deadline.js";
import { AccountPause } from "./account-pause.js";
import type { Limits } from "./limits.js";
import { type Limit, Meter } from "./meter.js";

/** One run that takes turns in an account. */
export interface PacedRun {
  readonly limits: Limits;
  /** `true` if the run was silent for so long that it must have died. */
  isGone(now: number): boolean;
}

/** A request in line. */
export interface Waiter {
  readonly run: PacedRun;
  /** Takes its turn. */
  serve(): void;
}

/** The requests of one account: they wait in line for room in its own limits and in the token's. */
export class AccountPacer {
  readonly meter = new Meter();
  readonly pause = new AccountPause();
  readonly runs = new Set<PacedRun>();
  readonly line = new Set<Waiter>();
  /** End of the time in which requests count from their answers, by `performance.now()`. */
  strictUntil = 0;

  /** `true` if the account has no request in line or in a window, and no pause. */
  isIdle(now: number): boolean {
    return this.runs.size === 0 && this.pause.until <= now && this.meter.isEmpty(now);
  }

  /** Milliseconds from `now` until there is room. */
  wait(now: number): number {
    return Math.max(this.pause.until - now, this.meter.wait(now));
  }

  /** The first request in line whose run is alive. */
  first(now: number): Waiter | undefined {
    for (const waiter of this.line) {
      if (!waiter.run.isGone(now)) return waiter;
      this.line.delete(waiter);
    }
    return undefined;
  }
}

/** The accounts of one token. */
export class TokenPacer {
  readonly meter = new Meter();
  /** In the order in which they are served next. */
  readonly #accounts = new Map<string, AccountPacer>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  account(id: string): AccountPacer {
    const now = performance.now();
    for (const [other, account] of this.#accounts) if (account.isIdle(now)) this.#accounts.delete(other);
    const account = this.#accounts.get(id) ?? new AccountPacer();
    this.#accounts.set(id, account);
    return account;
  }

  /** Updates the limits after a run was added or removed. */
  setLimits(): void {
    const now = performance.now();
    const all: PacedRun[] = [];
    for (const { meter, runs } of this.#accounts.values()) {
      for (const run of runs) if (run.isGone(now)) runs.delete(run);
      meter.limit(limitsOf([...runs], "account"));
      all.push(...runs);
    }
    this.meter.limit(limitsOf(all, "token"));
  }

  /** Serves as many requests as there is room for, and sets the timer for the next ones. */
  serve(): void {
    clearTimeout(this.#timer);
    let wait = this.#serveNext();
    while (wait === 0) wait = this.#serveNext();
    if (wait < Number.POSITIVE_INFINITY) {
      this.#timer = setTimeout(() => this.serve(), Math.min(Math.ceil(wait), longestTimer));
    }
  }

  /** Serves the next account that has room. Otherwise returns the ms until one has; `Infinity` without a request in line. */
  #serveNext(): number {
    const now = performance.now();
    let soonest = Number.POSITIVE_INFINITY;
    const forToken = this.meter.wait(now);
    for (const [id, account] of this.#accounts) {
      const first = account.first(now);
      if (!first) continue;
      if (forToken > 0) return forToken;
      const wait = account.wait(now);
      if (wait <= 0) {
        this.#accounts.delete(id);
        this.#accounts.set(id, account);
        first.serve();
        return 0;
      }
      soonest = Math.min(soonest, wait);
    }
    return soonest;
  }
}

/** The limits of runs, without duplicates. */
function limitsOf(runs: readonly PacedRun[], kind: "account" | "token"): Limit[] {
  const limits = runs.map(({ limits }) => ({ count: limits[kind], window: limits.window }));
  return [...new Map(limits.map((limit) => [`${limit.count} ${limit.window}`, limit])).values()];
}

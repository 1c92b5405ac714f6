import type { Pool } from "pg";
import type { Limits } from "../bulk/limits.js";
import { sleep } from "../transport/deadline.js";
import { cancelId, type Job, workflowId } from "./job.js";

/** Requests start this much slower than the limit allows, as some take longer to arrive than others. */
const reserve = 1.015;
/** Milliseconds between the reservation of a moment and the moment itself, for the note that is written before the request. */
const lead = 300;
/** Milliseconds that a request may be late. A moment that is missed by more is given up. */
const tolerance = 150;
/** The longest wait in ms before the database is asked again, to notice the end of a pause. */
const longestWait = 2_000;

/** A moment to send a request; times are in ms, `start` on the database's clock, `at` on that of `performance.now()`. */
export interface Turn {
  start: number | null;
  at: number;
  wait: number;
  again: number;
  /** Above 0 in a pause, which begins with a 429, an outage or a refusal. */
  pause: number;
  /** `true` if the run was cancelled: then there is no moment. */
  cancelled: boolean;
  /** `true` if an earlier request was noted for the contact. */
  noted: boolean;
}

interface Waiter {
  job: Job;
  serve(turn: Turn): void;
}

/**
 * Gives every request its own moment. The engine hands a worker more contacts than may be sent at once. They wait here,
 * in a line for each account. For the first in line, the database is asked for the next free moment of the account and of
 * the token. All workers ask the same database, so their requests together are evenly spaced. In a pause the next moment
 * is further ahead, and one request at a time finds out whether the pause is over.
 */
export class Pace {
  readonly #db: Pool;
  readonly #limits: Limits;
  readonly #lines = new Map<string, Waiter[]>();
  #isStopped = false;

  constructor(db: Pool, limits: Limits) {
    this.#db = db;
    this.#limits = limits;
  }

  /** The next moment for a contact. */
  turn(job: Job): Promise<Turn> {
    return new Promise((serve) => {
      const line = this.#lines.get(job.account);
      if (line) line.push({ job, serve });
      else this.#serve(job.account, [{ job, serve }]);
    });
  }

  /** Records an answer that begins or extends a pause. Resolves to the ms of the pause, if it is new. */
  async slow({ account }: Job, { start }: Turn, delay: number | undefined): Promise<number | null> {
    const sql = "SELECT truto_deletes.slow($1, $2, $3) AS pause";
    return (await this.#query<{ pause: number | null }>(sql, [account, start, delay])).pause;
  }

  /** Records a definite answer. */
  async resume({ account }: Job, { start, pause }: Turn): Promise<void> {
    if (pause > 0) await this.#query("SELECT truto_deletes.resume($1, $2)", [account, start]);
  }

  /** Gives no more moments. Waits for one never end, and do not keep the process alive. */
  stop(): void {
    this.#isStopped = true;
  }

  async #serve(account: string, line: Waiter[]): Promise<void> {
    this.#lines.set(account, line);
    const { account: own, token, window } = this.#limits;
    const spacings = [own, token].map((limit) => (window / limit) * reserve);
    for (let [first] = line; first && !this.#isStopped; [first] = line) {
      const { run, contact } = first.job;
      const values = [workflowId(run, account, contact), account, cancelId(run), ...spacings, lead];
      const turn = await this.#query<Turn>(
        "SELECT * FROM truto_deletes.turn($1, $2, $3, $4, $5, $6)",
        values,
      );
      const isServed = turn.start !== null || turn.cancelled;
      if (isServed) line.shift()?.serve({ ...turn, at: performance.now() + turn.wait });
      if (!turn.cancelled) await sleep(Math.max(0, Math.min(turn.again, longestWait)), undefined);
    }
    this.#lines.delete(account);
  }

  /** The first row of a query's result. The query is repeated until the database answers, as it may restart. */
  async #query<R extends object>(sql: string, values: unknown[]): Promise<R> {
    while (!this.#isStopped) {
      try {
        const [row] = (await this.#db.query<R>(sql, values)).rows;
        if (row) return row;
      } catch {
        await sleep(1_000, undefined);
      }
    }
    return new Promise(() => {});
  }
}

/** Waits for the moment; resolves to false when it was missed. */
export async function waitForMoment({ at }: Turn): Promise<boolean> {
  await sleep(Math.max(0, at - performance.now()), undefined);
  return performance.now() - at <= tolerance;
}

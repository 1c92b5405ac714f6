import type { Pool } from "pg";
import type { Limits } from "../bulk/limits.js";
import { sleep } from "../transport/deadline.js";
import { cancelId, type Job } from "./job.js";

/** Requests start this much slower than the limit allows, as some take longer to arrive than others. */
const reserve = 1.015;
/** The longest time in ms from the reservation of a moment to the moment. At least half is left for the note before the request. */
const lead = 300;
/** Milliseconds that a request may be late. A moment that is missed by more is given up. */
const tolerance = 150;
/** Milliseconds after which the database is asked again when it had no moment. */
const interval = 100;

/** A moment to send a request. */
export interface Turn {
  /** Time by the database's clock, and by `performance.now()`. */
  start: number;
  at: number;
  /** Above 0 in a pause, which begins with a 429, an outage or a refusal. */
  pause: number;
}

interface Waiter {
  job: Job;
  cancelledBy: string;
  serve(turn: Turn | undefined): void;
}

/**
 * Gives every request its own moment. The engine hands a worker more contacts than may be sent at once. They wait here, and
 * several times a second the database is asked for the next moments of their accounts. All workers ask the same database, so
 * their requests together are evenly spaced. In a pause the next moment is further ahead, and one request at a time finds out
 * whether the pause is over.
 */
export class Pace {
  readonly #db: Pool;
  readonly #spacings: number[];
  readonly #waiting = new Set<Waiter>();

  constructor(db: Pool, { account, token, window }: Limits) {
    this.#db = db;
    this.#spacings = [account, token].map((limit) => (window / limit) * reserve);
  }

  /** The next moment for a contact; none if its run is cancelled. */
  turn(job: Job): Promise<Turn | undefined> {
    return new Promise((serve) => {
      this.#waiting.add({ job, cancelledBy: cancelId(job.run), serve });
    });
  }

  /** Records an answer that begins or extends a pause. Resolves to the ms of the pause, if it is new. */
  async slow({ account }: Job, { start }: Turn, delay: number | undefined): Promise<number | null> {
    const sql = "SELECT truto_deletes.slow($1, $2, $3) AS pause";
    const answer = this.#db.query<{ pause: number | null }>(sql, [account, start, delay]);
    // Without the database nothing more is sent in any case.
    return answer.then(
      ({ rows }) => rows[0]?.pause ?? null,
      () => null,
    );
  }

  /** Records a definite answer. */
  resume({ account }: Job, { start, pause }: Turn): void {
    const sql = "SELECT truto_deletes.resume($1, $2)";
    if (pause > 0) this.#db.query(sql, [account, start]).catch(() => {});
  }

  /** Gives the next moments to contacts that wait. Resolves to the ms after which to call it again. */
  async serve(): Promise<number> {
    const waiting = [...this.#waiting];
    if (waiting.length === 0) return interval;
    const cancelled = await this.#cancelled(waiting);
    const accounts = [...new Set(waiting.map(({ job }) => job.account))];
    const { rows } = await this.#db.query<Turn & { account: string; wait: number }>(
      "SELECT * FROM truto_deletes.reserve($1, $2, $3, $4)",
      [accounts, ...this.#spacings, lead],
    );
    const now = performance.now();
    const turns = new Map(rows.map((row) => [row.account, { ...row, at: now + row.wait }]));
    for (const waiter of waiting) {
      const { account } = waiter.job;
      const isCancelled = cancelled.has(waiter.cancelledBy);
      const turn = isCancelled ? undefined : turns.get(account);
      if (!turn && !isCancelled) continue;
      if (turn) turns.delete(account);
      this.#waiting.delete(waiter);
      waiter.serve(turn);
    }
    return rows.length > 0 ? 0 : interval;
  }

  /** The ids of the workflows that cancel runs of waiting contacts. */
  async #cancelled(waiting: Waiter[]): Promise<ReadonlySet<string>> {
    const ids = [...new Set(waiting.map(({ cancelledBy }) => cancelledBy))];
    const sql = "SELECT workflow_uuid AS id FROM dbos.workflow_status WHERE workflow_uuid = ANY ($1)";
    return new Set((await this.#db.query<{ id: string }>(sql, [ids])).rows.map(({ id }) => id));
  }
}

/** Waits for the moment; resolves to false when it was missed. */
export async function waitForMoment({ at }: Turn): Promise<boolean> {
  await sleep(Math.max(0, at - performance.now()), undefined);
  return performance.now() - at <= tolerance;
}

import { DBOS } from "@dbos-inc/dbos-sdk";
import type { Pool } from "pg";
import { type Job, queueName } from "./job.js";

/** Number of signs of life in the time after which a silent worker counts as dead. */
const signs = 5;

/**
 * Gives signs of life, and queues the contacts of dead workers again. A worker does so only after as many signs of its own
 * in a row, as no worker could give one while the database was out of reach.
 */
export class Watch {
  /** The contacts that this process is deleting, with the ids of their workflows. */
  readonly running = new Map<Job, string>();
  readonly #db: Pool;
  /** Milliseconds of silence after which this worker counts as dead, longer than a request takes. */
  readonly #silence: number;
  #given = 0;

  constructor(db: Pool, timeout: number) {
    this.#db = db;
    this.#silence = 1.25 * timeout;
  }

  /** Gives a sign of life, and looks for dead workers. Resolves to the ms after which to call it again. */
  async look(): Promise<number> {
    const given = this.#given + 1;
    // It is 0 unless this look succeeds.
    this.#given = 0;
    await this.#db.query("SELECT truto_deletes.live($1, $2)", [DBOS.executorID, this.#silence]);
    if (given >= signs) await this.#queueAgain();
    this.#given = given;
    return this.#silence / signs;
  }

  async #queueAgain(): Promise<void> {
    const { rows } = await this.#db.query<{ id: string }>(
      "SELECT truto_deletes.take_over($1, $2, $3) AS id",
      [DBOS.executorID, [...this.running.values()], this.#silence],
    );
    const ids = rows.map(({ id }) => id);
    if (ids.length > 0) await DBOS.resumeWorkflows(ids, { queueName });
  }
}

import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Postgres, startPostgres } from "../support/postgres.js";

const functions = fileURLToPath(new URL("../../src/durable/durable.sql", import.meta.url));

/** The columns of the engine's table that the functions use. */
const engine = `CREATE SCHEMA dbos; CREATE TABLE dbos.workflow_status (
  workflow_uuid text, queue_name text, status text, executor_id text, application_version text, started_at_epoch_ms bigint
)`;

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
  await postgres.psql("-c", engine);
  await postgres.psql("-1", "-f", functions);
});
afterAll(() => postgres[Symbol.asyncDispose]());

/** The rows of a query, in columns. */
async function rowsOf(query: string): Promise<string[][]> {
  const lines = (await postgres.psql("-qAtc", query)).split("\n");
  return lines.filter(Boolean).map((line) => line.split("|"));
}

test("However many accounts wait, no moment is reserved more than 300 ms ahead, and each account has its turn", async () => {
  const accounts = Array.from({ length: 60 }, (_, index) => `'account-${index}'`);
  const served: (string | undefined)[] = [];
  while (served.length < 60) {
    const query = `SELECT account, wait FROM truto_deletes.reserve(ARRAY[${accounts}], 203, 20.3, 300)`;
    for (const [account, wait] of await rowsOf(query)) {
      expect(Number(wait)).toBeLessThanOrEqual(300);
      served.push(account);
    }
  }
  expect(new Set(served.slice(0, 60)).size).toBe(60);
});

test("A worker takes over what dead workers had and what it never began, and nothing else", async () => {
  const hour = 3_600_000;
  const long = `truto_deletes.clock() - ${hour}`;
  const contact = (
    id: string,
    worker: string,
    more: { status?: string; queue?: string; since?: string } = {},
  ) => {
    const { status = "PENDING", queue = "truto-deletes", since = long } = more;
    return `INSERT INTO dbos.workflow_status VALUES ('${id}', '${queue}', '${status}', '${worker}', '1', ${since});`;
  };
  await rowsOf(
    [
      // Signs of life hold for as long as each worker says, whatever the timeout of the one that looks.
      `SELECT truto_deletes.live('alive', ${hour}), truto_deletes.live('dead', -1);`,
      contact("of a dead worker", "dead"),
      contact("of a worker that never gave a sign", "unknown"),
      contact("never begun", "me"),
      contact("under way", "me"),
      contact("of a living worker", "alive"),
      contact("begun just now", "dead", { since: "truto_deletes.clock()" }),
      contact("finished", "dead", { status: "SUCCESS" }),
      contact("of the application", "dead", { queue: "its-own" }),
    ].join("\n"),
  );
  const taken = await rowsOf("SELECT truto_deletes.take_over('me', ARRAY['under way'], 60000)");
  expect(taken.flat().sort()).toEqual([
    "never begun",
    "of a dead worker",
    "of a worker that never gave a sign",
  ]);
  const changed = "SELECT workflow_uuid FROM dbos.workflow_status WHERE application_version IS NULL";
  expect((await rowsOf(`${changed} AND executor_id = 'me'`)).flat().sort()).toEqual(taken.flat().sort());
});

import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { startPostgres } from "../support/postgres.js";

const schema = fileURLToPath(new URL("../../src/durable/durable.sql", import.meta.url));

test("However many accounts wait, no moment is reserved more than 300 ms ahead, and each account has its turn", async () => {
  await using postgres = await startPostgres();
  const accounts = Array.from({ length: 60 }, (_, index) => `account-${index}`);
  /** The accounts with a moment, and how many ms ahead it is. */
  const reserve = async () => {
    const list = accounts.map((account) => `'${account}'`);
    const call = `SELECT account, wait FROM truto_deletes.reserve(ARRAY[${list}], 203, 20.3, 300)`;
    const lines = (await postgres.psql("-Atc", call)).split("\n");
    return lines.filter(Boolean).map((line) => line.split("|"));
  };
  // The engine's tables, which a function reads, are not there.
  await postgres.psql("-1", "-c", "SET check_function_bodies = off", "-f", schema);
  const served: (string | undefined)[] = [];
  while (served.length < 60) {
    for (const [account, wait] of await reserve()) {
      expect(Number(wait)).toBeLessThanOrEqual(300);
      served.push(account);
    }
  }
  expect(new Set(served.slice(0, 60)).size).toBe(60);
});

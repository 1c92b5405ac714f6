import { expect, test } from "vitest";
import { startTruthServer } from "../support/truth-server.js";
import { accounts, idsFrom, startFleet } from "./fleet.js";

test("A worker that loses its connection during a takeover keeps working", async () => {
  const [account = ""] = accounts;
  const ids = idsFrom(100, 20);
  await using fleet = await startFleet();
  await using server = await startTruthServer({ accounts: { [account]: ids }, latency: 1_000 });
  await fleet.enqueue("lock", account, ids);
  const dead = fleet.work(server.url);
  await expect.poll(() => server.arrivals.length, { timeout: 60_000, interval: 20 }).toBeGreaterThan(2);
  dead.child.kill("SIGKILL");
  await dead.exitCode;
  const rows = "SELECT FROM dbos.workflow_status WHERE status = 'PENDING' FOR UPDATE";
  const hold = `BEGIN; ${rows}; SELECT pg_sleep(600)`;
  const held = fleet.postgres.psql("-c", hold).catch(() => {});
  const holding = () =>
    fleet.postgres.psql("-Atc", "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'");
  await expect.poll(holding, { timeout: 60_000, interval: 100 }).toBe("1");
  const worker = fleet.work(server.url, "--until-empty");
  const end = async (condition: string) =>
    fleet.postgres.psql(
      "-Atc",
      `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE ${condition} AND pid <> pg_backend_pid()`,
    );
  const takesOver = "state = 'active' AND query LIKE '%truto_deletes.take_over%'";
  await expect.poll(() => end(takesOver), { timeout: 120_000, interval: 100 }).not.toBe("0");
  await end("query LIKE '%pg_sleep(600)%'");
  await held;
  expect(await worker.exitCode, worker.printed).toBe(0);
  expect(ids.filter((id) => server.exists(account, id))).toEqual([]);
});

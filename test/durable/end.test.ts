import { expect, test } from "vitest";
import { startTruthServer } from "../support/truth-server.js";
import { accounts, idsFrom, startFleet } from "./fleet.js";

test("A worker ends on SIGTERM although the database is out of reach", async () => {
  const [account = ""] = accounts;
  const ids = idsFrom(100, 200);
  await using fleet = await startFleet();
  await using server = await startTruthServer({ accounts: { [account]: ids }, latency: 300 });
  await fleet.enqueue("end", account, ids);
  const worker = fleet.work(server.url);
  await expect.poll(() => server.arrivals.length, { timeout: 60_000, interval: 20 }).toBeGreaterThan(5);
  await fleet.postgres.stop();
  await expect.poll(() => worker.printed, { timeout: 60_000 }).toContain("The database does not answer");
  worker.child.kill("SIGTERM");
  expect(await worker.exitCode).toBe(130);
  expect(worker.printed).toMatch(/\d+ deleted, 0 gone/);
});

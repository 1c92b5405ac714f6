import { expect, test } from "vitest";
import { startTruthServer } from "../support/truth-server.js";
import { accounts, idsFrom, startFleet } from "./fleet.js";

test("A worker takes over the contacts of a dead worker of another version", async () => {
  const [account = ""] = accounts;
  const ids = idsFrom(100, 40);
  await using fleet = await startFleet();
  await using server = await startTruthServer({ accounts: { [account]: ids }, latency: 300 });
  await fleet.enqueue("versions", account, ids);
  Object.assign(fleet.environment, { DBOS__APPVERSION: "old", DBOS__VMID: "machine" });
  const old = fleet.work(server.url);
  await expect.poll(() => server.arrivals.length, { timeout: 60_000, interval: 20 }).toBeGreaterThan(5);
  old.child.kill("SIGKILL");
  await old.exitCode;
  const leave = "UPDATE dbos.workflow_status SET application_version = 'old' WHERE status = 'PENDING'";
  expect(await fleet.postgres.psql("-c", leave)).not.toBe("UPDATE 0");
  fleet.environment.DBOS__APPVERSION = "new";
  expect(await fleet.work(server.url, "--until-empty").exitCode).toBe(0);
  const rows = await fleet.report("versions");
  expect(rows.map(([id]) => id).sort()).toEqual(ids);
  expect(new Set(server.arrivals.map(({ key }) => key)).size).toBe(40);
  expect(ids.filter((id) => server.exists(account, id))).toEqual([]);
});

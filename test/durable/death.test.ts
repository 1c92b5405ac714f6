import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { startTruthServer } from "../support/truth-server.js";
import { accounts, idsFrom, startFleet } from "./fleet.js";

test("Each contact has one true outcome and one key when workers are killed or frozen and PostgreSQL restarts", async () => {
  const own = accounts.slice(0, 3);
  const ids = idsFrom(100, 60);
  await using fleet = await startFleet();
  await using server = await startTruthServer({
    accounts: Object.fromEntries(own.map((account) => [account, ids])),
    latency: 300,
    faults: { "500 after": 0.05, "cut after": 0.05, "stall after": 0.02, "429 with Retry-After": 0.05 },
    honoursKeys: (account) => account !== own[0],
  });
  for (const account of own) await fleet.enqueue("run", account, ids);
  const [killed, frozen] = [fleet.work(server.url), fleet.work(server.url)];
  await expect.poll(() => server.arrivals.length, { timeout: 60_000, interval: 20 }).toBeGreaterThan(20);
  killed.child.kill("SIGKILL");
  await sleep(1_000);
  frozen.child.kill("SIGSTOP");
  const survivor = fleet.work(server.url, "--until-empty");
  await sleep(3_000);
  await fleet.postgres.restart();
  await sleep(5_000);
  frozen.child.kill("SIGCONT");
  expect([0, 1]).toContain(await survivor.exitCode);
  frozen.child.kill("SIGTERM");
  await frozen.exitCode;
  await server.idle();

  const json = JSON.parse((await fleet.run("report", "--run", "run", "--json")).printed);
  expect(json).toMatchObject({ ids: 180, left: 0, unsent: 0 });
  const pairs = new Set(server.arrivals.map(({ account, id, key }) => `${account} ${id} ${key}`));
  expect(pairs.size).toBe(180);
  const rows =
    "SELECT workflow_uuid, status, o.output FROM dbos.workflow_status LEFT JOIN dbos.workflow_output o USING (workflow_uuid)";
  const settled = (await fleet.postgres.psql("-Atc", `${rows} WHERE name = 'truto-delete-contact'`)).split(
    "\n",
  );
  expect(settled).toHaveLength(180);
  for (const line of settled) {
    const [workflow = "", status, output = ""] = line.split("|");
    expect(status, line).toBe("SUCCESS");
    const [, account = "", id = ""] = workflow.split("/");
    const { outcome, mayHaveBeenApplied } = JSON.parse(output).json;
    const isDeleted = server.deletedBy(account, id) !== undefined;
    if (outcome === "deleted") expect(isDeleted, line).toBe(true);
    if (outcome === "failed") expect(isDeleted, line).toBe(false);
    if (outcome === "gone") expect(isDeleted && mayHaveBeenApplied, line).toBe(true);
  }
});

import { afterAll, beforeAll, expect, test } from "vitest";
import { token } from "../support/client.js";
import { success, trutoError } from "../support/truth-answers.js";
import { startTruthServer } from "../support/truth-server.js";
import { accounts, type Fleet, idsFrom, startFleet } from "./fleet.js";
import { startSwitch } from "./switch.js";

let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet();
});
afterAll(() => fleet[Symbol.asyncDispose]());

const [account = "", other = ""] = accounts;

test("Three processes that queue at once on a new database queue each contact once", async () => {
  const ids = idsFrom(100, 500);
  const results = await Promise.all([1, 2, 3].map(() => fleet.enqueue("at-once", account, ids, "--json")));
  expect(results.map(({ exitCode, printed }) => ({ exitCode, printed: printed.split("{")[0] }))).toEqual(
    Array(3).fill({ exitCode: 0, printed: "" }),
  );
  const rows = await fleet.report("at-once");
  expect(rows.map(([id]) => id).sort()).toEqual(ids);
  expect(new Set(rows.map(([, outcome]) => outcome))).toEqual(new Set(["unsent"]));
  const again = await fleet.enqueue("at-once", account, ids, "--json");
  expect(JSON.parse(again.printed)).toMatchObject({ ids: 500, queued: 0 });
  expect((await fleet.run("cancel", "--run", "at-once")).exitCode).toBe(0);
});

test("A file with invalid ids is refused, and none of its contacts is queued", async () => {
  const { exitCode, printed } = await fleet.enqueue("refused", account, ["101", "102 ", '"103"']);
  expect(exitCode).toBe(2);
  expect(printed).toContain("line 2");
  expect(printed).toContain("line 3");
  for (const command of ["report", "cancel"]) {
    const result = await fleet.run(command, "--run", "refused");
    expect(result.exitCode).toBe(2);
    expect(result.printed).toContain("there is no run refused");
  }
});

test("Workers delete the queued contacts and end when none is left, and the report matches the server", async () => {
  const ids = idsFrom(100, 30);
  const server = await startTruthServer({
    accounts: { [account]: ids, [other]: ids },
    latency: 50,
    faults: { "429 with Retry-After": 0.2, "500 before": 0.1, "cut after": 0.1 },
  });
  await using _ = server;
  await fleet.enqueue("all", account, [...ids, "999"]);
  await fleet.enqueue("all", other, ids);
  const workers = [1, 2].map(() => fleet.work(server.url, "--until-empty", "--json"));
  const exitCodes = await Promise.all(workers.map(({ exitCode }) => exitCode));
  for (const exitCode of exitCodes) expect([0, 1]).toContain(exitCode);
  const { printed } = await fleet.run("report", "--run", "all", "--json");
  const counts = JSON.parse(printed);
  expect(counts).toMatchObject({ ids: 61, left: 0, unsent: 0 });
  const pairs = new Set(server.arrivals.map((one) => `${one.account} ${one.id} ${one.key}`));
  expect(pairs.size).toBe(61);
  const deleted = [account, other].flatMap((one) => ids.filter((id) => server.deletedBy(one, id)));
  expect(counts.deleted).toBeLessThanOrEqual(deleted.length);
  expect(counts.deleted + counts.gone + counts.unknown).toBeGreaterThanOrEqual(deleted.length);
  expect(
    await fleet.postgres.psql("-c", "SELECT count(*) FROM dbos.workflow_status WHERE status = 'ERROR'"),
  ).toMatch(/\b0\b/);
});

test("The database does not contain the token", async () => {
  const tables =
    "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname IN ('dbos', 'truto_deletes')";
  const names = (await fleet.postgres.psql("-Atc", tables)).split("\n");
  expect(names.length).toBeGreaterThan(5);
  for (const name of names) {
    const rows = await fleet.postgres.psql("-Atc", `SELECT t::text FROM ${name} AS t`);
    expect(rows).not.toContain(token);
  }
});

test("A cancelled run sends no more contacts, and its report lists the unsent ones", async () => {
  const ids = idsFrom(1_000, 300);
  await using server = await startTruthServer({ accounts: { [account]: ids }, latency: 200 });
  await fleet.enqueue("cancelled", account, ids);
  const worker = fleet.start("work", "--base-url", server.url);
  await expect.poll(() => server.arrivals.length, { timeout: 60_000 }).toBeGreaterThan(5);
  await fleet.run("cancel", "--run", "cancelled");
  // What arrived before is counted by the time that another process has ended.
  await fleet.postgres.psql("-c", "SELECT 1");
  const sent = server.arrivals.length;
  const report = async () => JSON.parse((await fleet.run("report", "--run", "cancelled", "--json")).printed);
  await expect.poll(async () => (await report()).left, { timeout: 60_000, interval: 500 }).toBe(0);
  expect(server.arrivals.length).toBe(sent);
  expect(await report()).toMatchObject({ ids: 300, deleted: sent, unsent: 300 - sent });
  expect((await fleet.enqueue("cancelled", account, ids)).printed).toContain("was cancelled");
  worker.child.kill("SIGTERM");
  expect(await worker.exitCode).toBe(130);
});

test("--retry-failed queues a failed contact again, with a new key", async () => {
  const ids = idsFrom(5_000, 3);
  await using server = await startSwitch(trutoError(422, "Unprocessable Entity", "It has open deals.", true));
  await fleet.enqueue("retried", account, ids);
  expect(await fleet.work(server.url, "--until-empty").exitCode).toBe(1);
  const { printed } = await fleet.run("report", "--run", "retried");
  expect(printed).toContain("3 failed");
  expect(printed).toContain("3 × 422 It has open deals.");
  expect(printed).toContain("--retry-failed");
  const before = new Set(server.keys);
  expect(before.size).toBe(3);
  server.answer = success("5000", 1);
  expect((await fleet.enqueue("retried", account, ids)).printed).toContain("0 are queued");
  await fleet.enqueue("retried", account, ids, "--retry-failed");
  expect(await fleet.work(server.url, "--until-empty").exitCode).toBe(0);
  expect(server.keys.slice(3).map((key) => before.has(key))).toEqual([false, false, false]);
  expect((await fleet.run("report", "--run", "retried")).exitCode).toBe(0);
});

test("A rejected token fails no contact: the account is paused, and goes on when the token is valid again", async () => {
  const ids = idsFrom(7_000, 40);
  await using server = await startSwitch(trutoError(401, "Unauthorized", "The token is revoked.", false));
  await fleet.enqueue("refused-token", account, ids);
  const worker = fleet.work(server.url, "--until-empty");
  await expect.poll(() => worker.printed, { timeout: 60_000 }).toContain("is paused");
  expect(worker.printed).toContain("The token is revoked.");
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  // Those whose moment was reserved before the first answer came; without a pause there would be fifteen.
  expect(server.keys.length).toBeLessThan(10);
  const { printed } = await fleet.run("report", "--run", "refused-token", "--json");
  expect(JSON.parse(printed)).toMatchObject({ ids: 40, failed: 0, deleted: 0, left: 40 });
  server.answer = success("7000", 1);
  expect(await worker.exitCode).toBe(0);
});

test("SIGTERM ends a worker whose accounts are paused, and their contacts stay queued", async () => {
  await using server = await startSwitch(trutoError(401, "Unauthorized", "The token is revoked.", false));
  await fleet.enqueue("told-to-end", other, idsFrom(8_000, 40));
  const worker = fleet.work(server.url);
  await expect.poll(() => worker.printed, { timeout: 60_000 }).toContain("is paused");
  worker.child.kill("SIGTERM");
  expect(await worker.exitCode).toBe(130);
  expect(worker.printed).toContain("0 failed");
  const { printed } = await fleet.run("report", "--run", "told-to-end", "--json");
  expect(JSON.parse(printed)).toMatchObject({ ids: 40, failed: 0, left: 40 });
  await fleet.run("cancel", "--run", "told-to-end");
});

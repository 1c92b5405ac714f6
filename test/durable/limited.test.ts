import { expect, test } from "vitest";
import { success, tooMany } from "../support/truth-answers.js";
import { accounts, idsFrom, startFleet } from "./fleet.js";
import { startSwitch } from "./switch.js";

const [account = "", other = ""] = accounts;

test("A 429 pauses its own account only, and uses up no attempt", async () => {
  await using fleet = await startFleet();
  await using server = await startSwitch(success("200", 1));
  server.answers.set(account, tooMany("1"));
  await fleet.enqueue("limited", account, ["100"]);
  await fleet.enqueue("limited", other, idsFrom(200, 20));
  const worker = fleet.work(server.url, "--until-empty");
  const limited = () => server.keys.filter((key) => key.includes(account)).length;
  const report = async () => JSON.parse((await fleet.run("report", "--run", "limited", "--json")).printed);
  const from = performance.now();
  // After any other failure a contact gets at most ten attempts.
  await expect.poll(limited, { timeout: 200_000 }).toBeGreaterThan(11);
  expect(performance.now() - from).toBeGreaterThan(10_000);
  await expect.poll(report, { timeout: 60_000 }).toMatchObject({ deleted: 20, failed: 0, left: 1 });
  expect(worker.printed).toContain(`Account ${account} is paused, and tried again in 1 s: 429 Slow down.`);
  server.answers.clear();
  expect(await worker.exitCode).toBe(0);
  expect(await report()).toMatchObject({ ids: 21, deleted: 21 });
});

import { expect, test } from "vitest";
import { deleteContacts } from "../../src/bulk/index.js";
import { createTestClient } from "../support/client.js";
import { evenly } from "../support/faults.js";
import { collect, lies, numberedIds, tally } from "../support/outcomes.js";
import { startTruthServer } from "../support/truth-server.js";
import { deletes, seed } from "./plan.js";

test("A run of many deletes has one true outcome for each id", async () => {
  const ids = numberedIds(deletes);
  const accounts = { "account-1": ids.filter((_, index) => index % 10 > 0) };
  const delays = { transit: 20, latency: 30, stall: 2_500 };
  await using server = await startTruthServer({ accounts, seed, faults: evenly(0.02), ...delays });
  const truto = createTestClient(server, { timeout: 2_000 });
  const options = {
    limits: { account: 10_000, token: 10_000, window: 100 },
    concurrency: 80,
    stopAfter: Number.POSITIVE_INFINITY,
    maxPause: Number.POSITIVE_INFINITY,
  };
  const { outcomes, thrown } = await collect(deleteContacts(truto, ids, {}, options));
  expect(thrown).toBeUndefined();
  expect(outcomes.map(({ index }) => index).sort((one, other) => one - other)).toEqual([...ids.keys()]);
  expect(await lies(server, "account-1", outcomes)).toEqual([]);
  console.log(tally(outcomes));
});

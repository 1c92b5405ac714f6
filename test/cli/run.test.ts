import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { parseDeleteArguments } from "../../src/cli/commands/delete-options.js";
import { run } from "../../src/cli/commands/run.js";
import { Interrupted } from "../../src/cli/interrupts.js";
import type { Entry } from "../../src/cli/report/entry.js";
import { Ledger } from "../../src/cli/report/ledger.js";
import { createTestClient } from "../support/client.js";
import { startServer } from "../support/server.js";
import { account } from "./command.js";
import { five } from "./five-contacts.js";

test("Contacts whose announcement is still being written when the run ends are unsent, and not unknown", async () => {
  await using server = await startServer({ json: { id: "1" } });
  const ledger = new Ledger(five.length);
  const interruption = new AbortController();
  const entries: Entry[] = [];
  const journal = {
    async append(entry: Entry) {
      if ("sending" in entry) {
        // The run ends while the disk is at work.
        setImmediate(() => interruption.abort(new Interrupted()));
        await once(interruption.signal, "abort");
        await sleep(50);
      }
      entries.push(entry);
    },
    hold: async () => {},
    failed: new AbortController().signal,
  };
  const end = await run({
    truto: createTestClient(server),
    ids: five,
    args: parseDeleteArguments(["--from", "ids.txt", "--account", account, "--report", "run.ndjson"]),
    ledger,
    journal,
    progress: { send() {}, update() {}, pause() {} },
    sentBefore: [],
    signal: interruption.signal,
  });
  expect(end?.reason).toBeInstanceOf(Interrupted);
  expect(server.requests).toEqual([]);
  const announced = entries.filter((entry) => "sending" in entry).map(({ n }) => n);
  expect(announced.length).toBeGreaterThan(0);
  expect(entries.filter((entry) => "outcome" in entry)).toMatchObject(
    announced.map((n) => ({ n, outcome: "unsent" })),
  );
  expect(ledger.summarize(String)).toMatchObject({ unknown: 0, unsent: five.length });
});

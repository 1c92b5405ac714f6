import { writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { token } from "../support/client.js";
import { startTruthServer, type TruthServer } from "../support/truth-server.js";
import { account, makeFolder } from "./command.js";
import { deleteFive, five, headerFor } from "./five-contacts.js";
import { expectTruth } from "./truth.js";

const sendingA = { n: 1, id: "a", sending: "key-a" };
const deletedA = { n: 1, id: "a", outcome: "deleted", at: "2026-01-01T00:00:00.000Z", attempts: 1 };
const unknownA = {
  n: 1,
  id: "a",
  outcome: "unknown",
  attempts: 1,
  again: true,
  error: { name: "é", message: "山" },
};

/** Deletes the contact `a` as a run did whose report is being cut. */
async function deleteA({ url }: TruthServer): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, "idempotency-key": "key-a" };
  const response = await fetch(`${url}/unified/crm/contacts/a?integrated_account_id=${account}`, {
    method: "DELETE",
    headers,
  });
  expect(response.status).toBe(200);
}

type Check = (server: TruthServer, isWhole: boolean) => void;

/** Goes on with a report that breaks off after so many bytes of its last line; returns how many it has. */
async function goOnAfter(
  bytes: number,
  lines: readonly object[],
  before: (server: TruthServer) => Promise<void>,
  check: Check,
): Promise<number> {
  await using folder = await makeFolder();
  await using server = await startTruthServer({ accounts: { [account]: five } });
  await before(server);
  const texts = [headerFor(server), ...lines].map((line) => Buffer.from(`${JSON.stringify(line)}\n`));
  const last = texts.pop() ?? Buffer.of();
  await writeFile(folder.report, Buffer.concat([...texts, last.subarray(0, bytes)]));
  const { exitCode, stdout, stderr } = await deleteFive(folder, server);
  expect({ exitCode, stdout }, `${bytes} bytes: ${stderr}`).toEqual({
    exitCode: 0,
    stdout: "5 ids: 5 deleted, 0 gone, 0 unknown, 0 failed, 0 unsent\n",
  });
  await expectTruth(folder, server, five);
  // Nothing but the line feed may be missing.
  check(server, bytes >= last.length - 1);
  return last.length;
}

/** Goes on with a report that breaks off after each number of bytes of its last line, from none to all. */
async function goOnAtEveryByte(
  lines: readonly object[],
  before: (server: TruthServer) => Promise<void>,
  check: Check,
): Promise<void> {
  const length = await goOnAfter(0, lines, before, check);
  const cuts = Array.from({ length }, (_, index) => index + 1);
  // Each watches its report for a while before it goes on.
  await Promise.all(cuts.map((cut) => goOnAfter(cut, lines, before, check)));
}

const ofA = ({ arrivals }: TruthServer) => arrivals.flatMap(({ id, key }) => (id === "a" ? [key] : []));

test("A report cut at every byte of an outcome sends its id again with its own key", async () => {
  await goOnAtEveryByte([sendingA, deletedA], deleteA, (server, isWhole) => {
    expect(ofA(server)).toEqual(isWhole ? ["key-a"] : ["key-a", "key-a"]);
  });
});

test("A report cut at every byte of an unknown outcome sends its id again with its own key", async () => {
  await goOnAtEveryByte([sendingA, unknownA], deleteA, (server) => {
    expect(ofA(server)).toEqual(["key-a", "key-a"]);
  });
});

test("A report cut at every byte of what was about to be sent sends it, with its key if that is whole", async () => {
  await goOnAtEveryByte(
    [sendingA],
    async () => {},
    (server, isWhole) => {
      expect(ofA(server)).toEqual([isWhole ? "key-a" : expect.stringMatching(/^[\da-f-]{36}$/)]);
    },
  );
});

test("A report cut at every byte of its first line begins anew", async () => {
  await goOnAtEveryByte(
    [],
    async () => {},
    ({ arrivals }) => expect(arrivals).toHaveLength(5),
  );
});

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

/** Deletes the contact `a` with the key that the cut report has for it. */
async function deleteA({ url }: TruthServer): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, "idempotency-key": "key-a" };
  const response = await fetch(`${url}/unified/crm/contacts/a?integrated_account_id=${account}`, {
    method: "DELETE",
    headers,
  });
  expect(response.status).toBe(200);
}

type Check = (server: TruthServer, isWhole: boolean) => void;

/** Resumes a run whose report ends after some bytes of its last line. Returns the length of that line. */
async function resumeAfter(
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

/** Resumes a run for each number of bytes of its report's last line, from none to all. */
async function resumeAtEveryByte(
  lines: readonly object[],
  before: (server: TruthServer) => Promise<void>,
  check: Check,
): Promise<void> {
  const length = await resumeAfter(0, lines, before, check);
  const cuts = Array.from({ length }, (_, index) => index + 1);
  // At the same time, as each run watches its report for some seconds before it goes on.
  await Promise.all(cuts.map((cut) => resumeAfter(cut, lines, before, check)));
}

const ofA = ({ arrivals }: TruthServer) => arrivals.flatMap(({ id, key }) => (id === "a" ? [key] : []));

test("An id whose outcome is cut at any byte is sent again with its own key", async () => {
  await resumeAtEveryByte([sendingA, deletedA], deleteA, (server, isWhole) => {
    expect(ofA(server)).toEqual(isWhole ? ["key-a"] : ["key-a", "key-a"]);
  });
});

test("An id whose unknown outcome is cut at any byte is sent again with its own key", async () => {
  await resumeAtEveryByte([sendingA, unknownA], deleteA, (server) => {
    expect(ofA(server)).toEqual(["key-a", "key-a"]);
  });
});

test("An id whose announcement is cut at any byte is sent, with the announced key only if the line is whole", async () => {
  await resumeAtEveryByte(
    [sendingA],
    async () => {},
    (server, isWhole) => {
      expect(ofA(server)).toEqual([isWhole ? "key-a" : expect.stringMatching(/^[\da-f-]{36}$/)]);
    },
  );
});

test("A run whose report is cut at any byte of its first line begins anew", async () => {
  await resumeAtEveryByte(
    [],
    async () => {},
    ({ arrivals }) => expect(arrivals).toHaveLength(5),
  );
});

import { stat } from "node:fs/promises";
import { expect, test } from "vitest";
import { startServer } from "../support/server.js";
import { makeFolder } from "./command.js";
import { deleteFive, headerFor, sent, writeReport } from "./five-contacts.js";

const done = { status: 204 };
const remote = { truto_is_remote_error: true };
const gone = {
  status: 404,
  json: { statusCode: 404, error: "Not ReportContent", message: "no contact", ...remote },
};
const unauthorized = { status: 401, json: { statusCode: 401, error: "Unauthorized", message: "no" } };

test("A resumed run sends the unsent ids, and the unknown ones with their own keys", async () => {
  await using folder = await makeFolder();
  await using server = await startServer(done);
  const error = { status: 500, reason: "it broke" };
  await writeReport(
    folder,
    headerFor(server),
    { n: 1, id: "a", sending: "key-a" },
    { n: 2, id: "b", sending: "key-b" },
    { n: 2, id: "b", outcome: "failed", ...error },
    { n: 3, id: "c", sending: "key-c" },
    { n: 3, id: "c", outcome: "unknown", again: true, ...error },
    { n: 4, id: "d", sending: "key-d" },
    { n: 4, id: "d", outcome: "gone" },
  );
  const { exitCode, stdout, stderr } = await deleteFive(folder, server, ["--concurrency", "1"]);
  expect(stderr).toContain("ids.txt has 5 ids, of which 3 are left to delete in account");
  expect({ exitCode, stdout }).toEqual({
    exitCode: 1,
    stdout: "5 ids: 3 deleted, 1 gone, 0 unknown, 1 failed, 0 unsent\n",
  });
  const [a, e, c] = sent(server);
  expect([a, e?.[0], c]).toEqual([["a", "key-a"], "e", ["c", "key-c"]]);
  expect(e?.[1]).toMatch(/^[\da-f-]{36}$/);
  expect(server.requests).toHaveLength(3);
});

test("The last of several lines about an id counts", async () => {
  await using folder = await makeFolder();
  await using server = await startServer(done);
  await writeReport(
    folder,
    headerFor(server),
    ...["a", "b", "c", "d"].map((id, index) => ({ n: index + 1, id, outcome: "deleted" })),
    { n: 5, id: "e", outcome: "unknown", again: true },
    { n: 5, id: "e", sending: "second" },
    { n: 5, id: "e", outcome: "unknown", again: true },
    { n: 5, id: "e", sending: "third" },
  );
  expect((await deleteFive(folder, server)).exitCode).toBe(0);
  expect(sent(server)).toEqual([["e", "third"]]);
});

test("An id that failed because of the token is sent again, with a new key", async () => {
  await using folder = await makeFolder();
  await using server = await startServer([done, unauthorized, done]);
  const { exitCode, stdout, stderr } = await deleteFive(folder, server, ["--concurrency", "1"]);
  expect({ exitCode, stdout }).toEqual({
    exitCode: 3,
    stdout: "5 ids: 1 deleted, 0 gone, 0 unknown, 1 failed, 3 unsent\n",
  });
  expect(stderr).toMatch(
    /\nStopped: DELETE .* 401 Unauthorized: .*\n {2}1 × 401 no: b\n4 left: the same command sends them\.\n$/,
  );
  expect((await deleteFive(folder, server)).exitCode).toBe(0);
  const ofB = sent(server).filter(([id]) => id === "b");
  expect(ofB).toHaveLength(2);
  expect(ofB[0]?.[1]).not.toBe(ofB[1]?.[1]);
});

test("A contact that a repeated request does not find may have been deleted by the run before", async () => {
  await using folder = await makeFolder();
  await using server = await startServer(gone);
  await writeReport(folder, headerFor(server), { n: 1, id: "a", sending: "key-a" });
  expect((await deleteFive(folder, server)).exitCode).toBe(0);
  const outcomes = (await folder.lines()).filter(({ outcome }) => outcome);
  expect(outcomes.find(({ id }) => id === "a")).toMatchObject({ outcome: "gone", mayHaveBeenApplied: true });
  expect(outcomes.find(({ id }) => id === "b")).toMatchObject({ outcome: "gone", mayHaveBeenApplied: false });
});

test("A finished run prints its result again, and neither asks nor sends", async () => {
  await using folder = await makeFolder();
  await using server = await startServer(done);
  await deleteFive(folder, server);
  const before = await stat(folder.report);
  const again = await deleteFive(folder, server, ["--json"]);
  expect(again).toEqual({ exitCode: 0, stdout: expect.any(String), stderr: "" });
  expect(JSON.parse(again.stdout)).toEqual({
    exitCode: 0,
    ids: 5,
    deleted: 5,
    gone: 0,
    unknown: 0,
    failed: 0,
    unsent: 0,
    left: 0,
    reasons: [],
  });
  expect(server.requests).toHaveLength(5);
  expect((await stat(folder.report)).size).toBe(before.size);
});

import { appendFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { startServer } from "../support/server.js";
import { makeFolder } from "./command.js";
import { deleteFive, five, headerFor, sent, writeReport } from "./five-contacts.js";

const done = { status: 204 };
const answer = (status: number, more: object = {}) => ({
  status,
  json: { statusCode: status, error: "Error", message: `it said ${status}`, ...more },
});
const gone = answer(404, { truto_is_remote_error: true });
const one = ["--concurrency", "1"];

/** The contact of a request. */
function idOf(target: string): string {
  return /contacts\/(.)\?/.exec(target)?.[1] ?? "";
}

/** The number of requests for each contact. */
function countsOf(server: Parameters<typeof sent>[0]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const [id] of sent(server)) counts[id] = (counts[id] ?? 0) + 1;
  return counts;
}

test("ids that failed and may succeed are sent once more at the end", async () => {
  await using folder = await makeFolder();
  let refusals = 0;
  await using server = await startServer(({ target }) =>
    idOf(target) === "b" && refusals++ === 0 ? answer(403) : done,
  );
  const { exitCode, stdout } = await deleteFive(folder, server, one);
  expect({ exitCode, stdout }).toEqual({
    exitCode: 0,
    stdout: "5 ids: 5 deleted, 0 gone, 0 unknown, 0 failed, 0 unsent\n",
  });
  expect(sent(server).map(([id]) => id)).toEqual(["a", "b", "c", "d", "e", "b"]);
});

test("passes are repeated until one settles nothing", async () => {
  await using folder = await makeFolder();
  const refusals: Record<string, number> = { a: 1, b: 2, c: 9, d: 9 };
  await using server = await startServer(({ target }) => {
    const id = idOf(target);
    refusals[id] = (refusals[id] ?? 0) - 1;
    return refusals[id] >= 0 ? answer(403) : done;
  });
  const { exitCode, stdout, stderr } = await deleteFive(folder, server, one);
  expect({ exitCode, stdout }).toEqual({
    exitCode: 1,
    stdout: "5 ids: 3 deleted, 0 gone, 0 unknown, 2 failed, 0 unsent\n",
  });
  // The second pass settles a, the third b, and the fourth nothing.
  expect(countsOf(server)).toEqual({ a: 2, b: 3, c: 4, d: 4, e: 1 });
  expect(stderr).toContain("  2 × 403 it said 403: c, d\n2 left: the same command sends them.\n");
});

test("an answer about the contact is final, and --retry-failed sends it again with a new key", async () => {
  await using folder = await makeFolder();
  let isMended = false;
  await using server = await startServer(({ target }) =>
    idOf(target) < "c" && !isMended ? answer(409) : done,
  );
  const first = await deleteFive(folder, server, one);
  expect(first.exitCode).toBe(1);
  expect(first.stderr).toContain("the same command with --retry-failed sends 2 contacts again.\n");
  expect(server.requests).toHaveLength(5);
  expect((await deleteFive(folder, server, one)).exitCode).toBe(1);
  expect(server.requests).toHaveLength(5);
  isMended = true;
  const { exitCode, stdout, stderr } = await deleteFive(folder, server, [...one, "--retry-failed"]);
  expect({ exitCode, stdout }).toEqual({
    exitCode: 0,
    stdout: "5 ids: 5 deleted, 0 gone, 0 unknown, 0 failed, 0 unsent\n",
  });
  expect(stderr).toContain("of which 2 are left to delete");
  expect(countsOf(server)).toEqual({ a: 2, b: 2, c: 1, d: 1, e: 1 });
  expect(new Set(sent(server).map(([, key]) => key)).size).toBe(7);
});

test("--retry-failed sends an id that fails for good only once", async () => {
  await using folder = await makeFolder();
  await using server = await startServer(answer(409));
  await deleteFive(folder, server, one);
  const { exitCode, stderr } = await deleteFive(folder, server, [...one, "--retry-failed"]);
  expect(exitCode).toBe(1);
  expect(stderr).toContain("  5 × 409 it said 409: a, b, c, …\nOnce the cause is fixed");
  expect(server.requests).toHaveLength(10);
});

test("an id with a lost request stays unknown after any later response, until the contact is gone", async () => {
  await using folder = await makeFolder();
  await using server = await startServer(({ target }) => {
    if (idOf(target) !== "a") return done;
    // The run before lost an answer. The next two answers are 422, the third is a 404 of the CRM.
    return sent(server).filter(([id]) => id === "a").length < 3 ? answer(422) : gone;
  });
  await writeReport(folder, headerFor(server), { n: 1, id: "a", sending: "key-a" });
  const first = await deleteFive(folder, server, one);
  const unknown = "5 ids: 4 deleted, 0 gone, 1 unknown, 0 failed, 0 unsent\n";
  expect(first).toMatchObject({ exitCode: 1, stdout: unknown });
  expect(first.stderr).toContain(
    "1 may be deleted, although a later answer was no success: look at it in the CRM.",
  );
  expect(await deleteFive(folder, server, one)).toMatchObject({ exitCode: 1, stdout: unknown });
  expect(await deleteFive(folder, server, [...one, "--retry-failed"])).toMatchObject({
    exitCode: 1,
    stdout: unknown,
  });
  const last = await deleteFive(folder, server, [...one, "--retry-failed"]);
  expect(last).toMatchObject({
    exitCode: 0,
    stdout: "5 ids: 4 deleted, 1 gone, 0 unknown, 0 failed, 0 unsent\n",
  });
  const lines = (await folder.lines()).filter(({ id, outcome }) => id === "a" && outcome);
  expect(lines.map(({ outcome, again }) => [outcome, again])).toEqual([
    ["unknown", undefined],
    ["unknown", undefined],
    ["gone", undefined],
  ]);
  expect(lines.at(-1)?.mayHaveBeenApplied).toBe(true);
  expect(countsOf(server).a).toBe(3);
});

test("an id that was announced and then recorded as unsent is sent with a new key, and its later error is definite", async () => {
  await using folder = await makeFolder();
  await using server = await startServer(({ target }) => (idOf(target) === "a" ? answer(409) : done));
  await writeReport(
    folder,
    headerFor(server),
    { n: 1, id: "a", sending: "key-a" },
    { n: 1, id: "a", outcome: "unsent" },
  );
  const { stdout } = await deleteFive(folder, server, one);
  expect(stdout).toBe("5 ids: 4 deleted, 0 gone, 0 unknown, 1 failed, 0 unsent\n");
  expect(sent(server)[0]?.[1]).not.toBe("key-a");
});

test("an id that was announced and then recorded as unsent keeps its earlier key or failure", async () => {
  await using folder = await makeFolder();
  await using server = await startServer(done);
  await writeReport(
    folder,
    headerFor(server),
    { n: 1, id: "a", sending: "key-a" },
    { n: 1, id: "a", outcome: "unknown", again: true, reason: "lost" },
    { n: 1, id: "a", sending: "key-a" },
    { n: 1, id: "a", outcome: "unsent" },
    { n: 2, id: "b", outcome: "failed", again: true, status: 403, reason: "no" },
    { n: 2, id: "b", sending: "key-b" },
    { n: 2, id: "b", outcome: "unsent" },
  );
  const args = ["--dry-run", "--json"];
  const { stdout } = await deleteFive(folder, server, args);
  expect(JSON.parse(stdout)).toMatchObject({ left: 5, unknown: 1, failed: 1, unsent: 3 });
  await deleteFive(folder, server, one);
  expect(sent(server)[0]).toEqual(["a", "key-a"]);
  expect(sent(server).map(([id]) => id)).toEqual(["a", "c", "d", "e", "b"]);
});

test("open ids go first, each followed by a new one, and failed ids go last", async () => {
  await using folder = await makeFolder();
  await using server = await startServer(done);
  await writeReport(
    folder,
    headerFor(server),
    { n: 1, id: "a", outcome: "failed", again: true, status: 403, reason: "no" },
    { n: 4, id: "d", sending: "key-d" },
    { n: 5, id: "e", sending: "key-e" },
    { n: 5, id: "e", outcome: "unknown", again: true, reason: "lost" },
  );
  await appendFile(folder.report, '{"end":"2026-01-01T00:00:00.000Z","exitCode":3}\n');
  const { exitCode } = await deleteFive(folder, server, one);
  expect(exitCode).toBe(0);
  expect(sent(server).map(([id]) => id)).toEqual(["d", "b", "e", "c", "a"]);
});

test("a wait that is longer than --max-wait ends the run, and the message names the option", async () => {
  await using folder = await makeFolder();
  const json = { statusCode: 429, error: "Too Many Requests", message: "Slow down." };
  await using server = await startServer({ status: 429, json, headers: { "retry-after": "100" } });
  const { exitCode, stderr } = await deleteFive(folder, server, [...one, "--max-wait", "90s"]);
  expect(exitCode).toBe(3);
  expect(stderr).toContain(
    "Stopped: the limit lasts longer than --max-wait: DELETE /unified/crm/contacts/{id}: 429",
  );
});

test("the ids that ended a run are tried after the other failed ones by the next run", async () => {
  await using folder = await makeFolder();
  let isMended = false;
  await using server = await startServer(({ target }) =>
    isMended && idOf(target) === "d" ? done : answer(403),
  );
  const args = [...one, "--stop-after", "2"];
  for (const sentSoFar of ["ab", "abcd", "abcdeab"]) {
    expect((await deleteFive(folder, server, args)).exitCode).toBe(3);
    expect(sent(server).map(([id]) => id)).toEqual([...sentSoFar]);
  }
  isMended = true;
  const { exitCode, stdout } = await deleteFive(folder, server, args);
  expect({ exitCode, stdout }).toEqual({
    exitCode: 3,
    stdout: "5 ids: 1 deleted, 0 gone, 0 unknown, 4 failed, 0 unsent\n",
  });
});

test("ids that failed before are not taken for an outage where new ids went before them", async () => {
  await using folder = await makeFolder();
  const broken = { ...answer(500), headers: { "retry-after": "0" } };
  await using server = await startServer(({ target }) => (idOf(target) === "a" ? done : broken));
  const failed = five.slice(1).map((id, index) => {
    return { n: index + 2, id, outcome: "failed", again: true, status: 500, reason: "no" };
  });
  const end = { end: "2026-01-01T00:00:00.000Z", exitCode: 3 };
  await writeReport(folder, headerFor(server), ...failed, end);
  const { exitCode, stdout, stderr } = await deleteFive(folder, server, one);
  expect({ exitCode, stdout }).toEqual({
    exitCode: 1,
    stdout: "5 ids: 1 deleted, 0 gone, 4 unknown, 0 failed, 0 unsent\n",
  });
  expect(stderr).not.toContain("Paused");
  expect(countsOf(server)).toEqual({ a: 1, b: 3, c: 3, d: 3, e: 3 });
});

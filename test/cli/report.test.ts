import type { EventEmitter } from "node:events";
import { type FileHandle, open, readFile, stat } from "node:fs/promises";
import { expect, test, vi } from "vitest";
import { startServer } from "../support/server.js";
import { buildCommand } from "./child.js";
import { account, type Folder, makeFolder, runCommand } from "./command.js";
import { deleteFive, headerFor, sent, writeReport } from "./five-contacts.js";

const done = { status: 204 };
const remote = { truto_is_remote_error: true };
const gone = { status: 404, json: { statusCode: 404, error: "Not Found", message: "no contact", ...remote } };
const refused = {
  status: 422,
  json: { statusCode: 422, error: "Unprocessable", message: "it is the owner" },
};
const unauthorized = { status: 401, json: { statusCode: 401, error: "Unauthorized", message: "no" } };

/** What every open file is made of. */
async function filePrototype(folder: Folder): Promise<Pick<FileHandle, "write" | "datasync">> {
  await using file = await open(folder.path("other"), "w");
  return Object.getPrototypeOf(file);
}

/** Has a disk that is slow to sync, and tells how much of the report it has for certain. */
async function watchDisk(folder: Folder) {
  const prototype = await filePrototype(folder);
  const { datasync } = prototype;
  const disk = { syncs: 0, synced: "" };
  const spy = vi.spyOn(prototype, "datasync").mockImplementation(async function (this: FileHandle) {
    const written = await readFile(folder.report, "utf8");
    await new Promise((resolve) => setTimeout(resolve, 30));
    await datasync.call(this);
    disk.syncs++;
    disk.synced = written;
  });
  return Object.assign(disk, { [Symbol.dispose]: () => spy.mockRestore() });
}

/** Has a disk that is full in the middle of the second line about an id. */
async function fillDisk(folder: Folder): Promise<Disposable> {
  const prototype = await filePrototype(folder);
  const { write } = prototype;
  let entries = 0;
  let isFull = false;
  const spy = vi.spyOn(prototype, "write").mockImplementation(async function (
    this: FileHandle,
    bytes: Buffer,
  ) {
    if (isFull) throw new Error("ENOSPC: no space left on device");
    if (bytes.includes('"n":')) entries++;
    isFull = entries === 2;
    return (write as (part: Buffer) => Promise<unknown>).call(this, isFull ? bytes.subarray(0, 20) : bytes);
  } as typeof write);
  return { [Symbol.dispose]: () => spy.mockRestore() };
}

test("A report begins with what is deleted where, and has each id before and after its request", async () => {
  await using folder = await makeFolder();
  await using server = await startServer([done, gone, refused, done, done]);
  const { exitCode, stdout } = await deleteFive(folder, server, ["--concurrency", "1"]);
  expect({ exitCode, stdout }).toEqual({
    exitCode: 1,
    stdout: "5 ids: 3 deleted, 1 gone, 0 unknown, 1 failed, 0 unsent\n",
  });
  const [header, ...lines] = await folder.lines();
  expect(header).toEqual(headerFor(server));
  const keys = sent(server).map(([, key]) => key);
  const at = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  const reason = expect.stringContaining("it is the owner");
  expect(
    lines.filter(({ n }) => Number(n) <= 3).sort((one, other) => Number(one.n) - Number(other.n)),
  ).toEqual([
    { n: 1, id: "a", sending: keys[0], at },
    { n: 1, id: "a", outcome: "deleted", at },
    { n: 2, id: "b", sending: keys[1], at },
    { n: 2, id: "b", outcome: "gone", at, mayHaveBeenApplied: false },
    { n: 3, id: "c", sending: keys[2], at },
    { n: 3, id: "c", outcome: "failed", at, status: 422, reason },
  ]);
});

test("An id's key is on the disk before its request, and its outcome before it counts", async () => {
  await using folder = await makeFolder();
  using disk = await watchDisk(folder);
  const early: string[] = [];
  await using server = await startServer(({ headers }) => {
    const key = String(headers["idempotency-key"]);
    if (!disk.synced.includes(`"sending":"${key}"`)) early.push(key);
    return done;
  });
  expect((await deleteFive(folder, server)).exitCode).toBe(0);
  expect(early).toEqual([]);
  expect(server.requests).toHaveLength(5);
  expect(disk.synced).toBe(await readFile(folder.report, "utf8"));
  // Five ids that are under way together go to the disk together.
  expect(disk.syncs).toBeLessThan(13);
});

test("A disk that is full ends the run, and what was under way is sent again with its own key", async () => {
  await using folder = await makeFolder();
  await using server = await startServer(done);
  {
    using _ = await fillDisk(folder);
    const { exitCode, stderr } = await deleteFive(folder, server, ["--concurrency", "1"]);
    expect(exitCode).toBe(3);
    expect(stderr).toContain("Stopped: run.ndjson can't be written: ENOSPC: no space left on device\n");
    expect(stderr).toContain("\n5 left");
  }
  expect((await deleteFive(folder, server)).exitCode).toBe(0);
  const [first, second, ...others] = sent(server);
  expect(first?.[0]).toBe("a");
  expect(second).toEqual(first);
  expect(others.map(([id]) => id).sort()).toEqual(["b", "c", "d", "e"]);
});

test("A run goes on with what is unsent and unknown, the latter with its own key", async () => {
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

test("Of several lines on an id the last one holds", async () => {
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

test("What failed for the token's sake is sent again, with a new key, as the contact was not deleted", async () => {
  await using folder = await makeFolder();
  await using server = await startServer([done, unauthorized, done]);
  const { exitCode, stdout, stderr } = await deleteFive(folder, server, ["--concurrency", "1"]);
  expect({ exitCode, stdout }).toEqual({
    exitCode: 3,
    stdout: "5 ids: 1 deleted, 0 gone, 0 unknown, 1 failed, 3 unsent\n",
  });
  expect(stderr).toMatch(
    /\nStopped: DELETE .* 401 Unauthorized: .*\n {2}1 × 401 no: b\n4 left: the same command goes on with them\.\n$/,
  );
  expect((await deleteFive(folder, server)).exitCode).toBe(0);
  const ofB = sent(server).filter(([id]) => id === "b");
  expect(ofB).toHaveLength(2);
  expect(ofB[0]?.[1]).not.toBe(ofB[1]?.[1]);
});

test("A contact that a resumed request does not find may have been deleted by the run before", async () => {
  await using folder = await makeFolder();
  await using server = await startServer(gone);
  await writeReport(folder, headerFor(server), { n: 1, id: "a", sending: "key-a" });
  expect((await deleteFive(folder, server)).exitCode).toBe(0);
  const outcomes = (await folder.lines()).filter(({ outcome }) => outcome);
  expect(outcomes.find(({ id }) => id === "a")).toMatchObject({ outcome: "gone", mayHaveBeenApplied: true });
  expect(outcomes.find(({ id }) => id === "b")).toMatchObject({ outcome: "gone", mayHaveBeenApplied: false });
});

test("A run that is done is told again, without asking or sending", async () => {
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

test("What a server says can neither break a line nor move the cursor", async () => {
  const message = "one\u001b[2J\u0007\r\ntwo\u009b1A\u2028three\u202e";
  const answer = (status: number) => ({ status, json: { statusCode: status, error: message, message } });
  await using folder = await makeFolder();
  await using server = await startServer([answer(422), answer(401)]);
  const { stdout, stderr } = await deleteFive(folder, server, ["--concurrency", "1"]);
  expect(stdout + stderr).toContain("three");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
  expect(stdout + stderr).not.toMatch(/[\0-\x09\x0b-\x1f\x7f-\x9f\u2028\u202e]/);
  const report = await readFile(folder.report, "utf8");
  expect(report).toContain("three");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
  expect(report).not.toMatch(/[\0-\x09\x0b-\x1f\x7f-\x9f\u2028\u202e]|\\u/);
});

test("Twenty failures in a row stop the run, and the reason is told once", async () => {
  await using folder = await makeFolder();
  const forbidden = { statusCode: 403, error: "Forbidden", message: "only it is the owner" };
  await using server = await startServer({ status: 403, json: forbidden });
  const from = await folder.ids(Array.from({ length: 30 }, (_, index) => `${index}\n`).join(""));
  const args = ["delete", "--from", from, "--account", account, "--report", folder.report, "--yes", "30"];
  const { exitCode, stderr } = await runCommand([...args, "--concurrency", "1", "--base-url", server.url]);
  expect(exitCode).toBe(3);
  expect(stderr).toMatch(/\nStopped: after 20 failures in a row.*it is the owner.*\n/);
  expect(server.requests).toHaveLength(20);
});

test.runIf(process.platform === "linux")(
  "a full disk, a folder that is none and a device are told with the report's name",
  async () => {
    await using folder = await makeFolder();
    await using command = await buildCommand();
    await using server = await startServer(done);
    const from = await folder.ids("a\nb\n");
    const start = (report: string, blocks: number) =>
      command.startWithin(blocks, [
        ...["delete", "--from", from, "--account", account, "--report", report],
        ...["--yes", "2", "--base-url", server.url],
      ]);
    const full = start(folder.report, 0);
    expect(await full.exitCode).toBe(2);
    expect(full.printed).toContain(`${folder.report} can't be written: EFBIG`);
    expect(server.requests).toEqual([]);
    const device = start("/dev/full", 100);
    expect(await device.exitCode).toBe(2);
    expect(device.printed).toContain("/dev/full can't be read: it is no file");
    const nowhere = start(`${from}/run.ndjson`, 100);
    expect(await nowhere.exitCode).toBe(2);
    expect(nowhere.printed).toContain(`${from}/run.ndjson can't be read: ENOTDIR`);
  },
);

test("what was announced and is not sent, as an interruption came in between, is taken back", async () => {
  await using folder = await makeFolder();
  await using server = await startServer(refused);
  const prototype = await filePrototype(folder);
  const { datasync } = prototype;
  let interrupt = () => {};
  {
    const spy = vi.spyOn(prototype, "datasync").mockImplementation(async function (this: FileHandle) {
      await datasync.call(this);
      if ((await readFile(folder.report, "utf8")).includes('"sending"')) interrupt();
    });
    using _ = { [Symbol.dispose]: () => spy.mockRestore() };
    const onStart = (process: EventEmitter) => {
      interrupt = () => {
        interrupt = () => {};
        process.emit("SIGINT");
      };
    };
    const { exitCode, stdout } = await deleteFive(folder, server, ["--concurrency", "2"], { onStart });
    expect({ exitCode, stdout }).toEqual({
      exitCode: 130,
      stdout: "5 ids: 0 deleted, 0 gone, 0 unknown, 0 failed, 5 unsent\n",
    });
  }
  expect(server.requests).toEqual([]);
  const entries = (await folder.lines()).filter(({ n }) => n !== undefined);
  expect(entries.filter(({ sending }) => sending).length).toBeGreaterThan(0);
  expect(entries.filter(({ outcome }) => outcome === "unsent").length).toBe(entries.length / 2);
  const { stdout } = await deleteFive(folder, server);
  expect(stdout).toBe("5 ids: 0 deleted, 0 gone, 0 unknown, 5 failed, 0 unsent\n");
});

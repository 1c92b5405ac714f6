import { spawn } from "node:child_process";
import type { EventEmitter } from "node:events";
import { type FileHandle, open, readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { expect, test, vi } from "vitest";
import { startServer } from "../support/server.js";
import { buildCommand, environment } from "./child.js";
import { account, type Folder, makeFolder } from "./command.js";
import { deleteFive, sent } from "./five-contacts.js";

const done = { status: 204 };
const refused = {
  status: 422,
  json: { statusCode: 422, error: "Unprocessable", message: "it is the owner" },
};

/** The prototype of all open files. */
async function filePrototype(folder: Folder): Promise<Pick<FileHandle, "write" | "datasync">> {
  await using file = await open(folder.path("other"), "w");
  return Object.getPrototypeOf(file);
}

/** Makes the disk slow to sync, and records what of the report is synced. */
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

/** Makes the disk full in the middle of the second line about an id. */
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

test("A key is on the disk before its request is sent, and an outcome before it is counted", async () => {
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

test("A full disk ends the run, and the same command sends what was under way again with its own key", async () => {
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

test.runIf(process.platform === "linux")(
  "a full disk, a folder that is a file and a device are refused with the report's name",
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
    expect(device.printed).toContain("/dev/full can't be read: it is not a file");
    const nowhere = start(`${from}/run.ndjson`, 100);
    expect(await nowhere.exitCode).toBe(2);
    expect(nowhere.printed).toContain(`${from}/run.ndjson can't be read: ENOTDIR`);
  },
);

test.runIf(process.platform === "linux")("a full disk behind the output is reported", async () => {
  await using command = await buildCommand();
  const args = ["-c", 'exec "$@" > /dev/full', "sh", process.execPath, command.file, "help"];
  const { stderr } = spawn("sh", args, { env: environment });
  expect(await text(stderr)).toMatch(
    /^truto-crm-client: the output can't be written, and is incomplete: ENOSPC.*\n$/,
  );
});

test("ids that are announced and not sent, because of an interruption, are recorded as unsent", async () => {
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

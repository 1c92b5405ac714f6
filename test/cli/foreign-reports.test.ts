import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { expect, test } from "vitest";
import { startServer } from "../support/server.js";
import { account, type Folder, makeFolder } from "./command.js";
import { deleteFive, headerFor, sent, writeReport } from "./five-contacts.js";

const done = { json: { id: "1" } };

/** What the command says of a report; fails when it sends anything or changes the report. */
async function refusalOf(prepare: (folder: Folder, server: { url: string }) => Promise<void>) {
  await using folder = await makeFolder();
  await using server = await startServer(done);
  await prepare(folder, server);
  const before = await readFile(folder.report, "utf8").catch(() => undefined);
  const { exitCode, stdout, stderr } = await deleteFive(folder, server);
  expect({ exitCode, stdout, requests: server.requests }).toEqual({ exitCode: 2, stdout: "", requests: [] });
  expect(await readFile(folder.report, "utf8").catch(() => undefined)).toBe(before);
  expect((await folder.files()).filter((name) => name.includes(".lock-"))).toEqual([]);
  return stderr;
}

const another = "run.ndjson is the report of another run: it is of";
const noReport = "run.ndjson is there already, and is no report of this command: name another file\n";

test("The report of another account, input or server is refused", async () => {
  expect(
    await refusalOf((folder, server) => writeReport(folder, { ...headerFor(server), account: "b" })),
  ).toBe(`${another} account "b", not ${account}\n`);
  expect(
    await refusalOf((folder, server) => writeReport(folder, { ...headerFor(server), sha256: "1" })),
  ).toBe(`${another} another input than ids.txt is now (see its SHA-256)\n`);
  expect(await refusalOf((folder) => writeReport(folder, headerFor({ url: "https://mock" })))).toBe(
    `${another} a run at "https://mock", not URL\n`,
  );
});

test.each([
  ["text without a line feed", "a"],
  ["lines of text", "a\nb\n"],
  ["JSON of something else", '{"n":1}\n'],
  ["a list in JSON", "[]\n"],
  ["bytes that are no text", Buffer.from([0xff, 0xfe, 0x0a])],
])("A file of %s is refused, and left as it is", async (_, content) => {
  expect(await refusalOf((folder) => writeFile(folder.report, content))).toBe(noReport);
});

test.each([
  ["no JSON", "{\n"],
  ["no id", '{"n":1,"outcome":"deleted"}\n'],
  ["the id of another line", '{"n":2,"id":"a","outcome":"deleted"}\n'],
  ["a line past the end", '{"n":6,"id":"a","outcome":"deleted"}\n'],
  ["no outcome that there is", '{"n":1,"id":"a","outcome":"erased"}\n'],
  ["no key", '{"n":1,"id":"a","sending":1}\n'],
])("A report with a line that has %s is refused", async (_, line) => {
  const refusal = await refusalOf(async (folder, server) => {
    await writeFile(folder.report, `${JSON.stringify(headerFor(server))}\n${line}`);
  });
  expect(refusal).toBe("run.ndjson, line 2: it is damaged, or not of this run\n");
});

test("A report that can't be opened or made is refused", async () => {
  expect(await refusalOf((folder) => mkdir(folder.report).then(() => {}))).toMatch(
    /^run\.ndjson can't be read: EISDIR/,
  );
  await using folder = await makeFolder();
  await using server = await startServer(done);
  const nowhere = { ...folder, report: folder.path("nowhere/run.ndjson") };
  const { exitCode, stderr } = await deleteFive(nowhere, server);
  expect({ exitCode, requests: server.requests }).toEqual({ exitCode: 2, requests: [] });
  expect(stderr).toMatch(/^nowhere\/run\.ndjson can't be written: ENOENT/);
});

/** The lock that a process has on the report, by the process's number and what it began at. */
function lockName(pid: number, start: string, host = hostname()): string {
  return `run.ndjson.lock-${host}-${pid}-${start}`;
}

async function startOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  return stat.split(") ")[1]?.split(" ")[19] ?? "";
}

test.runIf(process.platform === "linux")("A report that another process writes is refused", async () => {
  const other = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60_000)"]);
  await once(other, "spawn");
  await using folder = await makeFolder();
  await using server = await startServer(done);
  const name = lockName(other.pid ?? 0, await startOf(other.pid ?? 0));
  await writeFile(folder.path(name), "");
  const { exitCode, stderr } = await deleteFive(folder, server);
  other.kill("SIGKILL");
  await once(other, "exit");
  expect({ exitCode, stderr, requests: server.requests }).toEqual({
    exitCode: 2,
    stderr: `run.ndjson is being written by another run; if there is none, delete ${name}\n`,
    requests: [],
  });
  // Its own lock is gone, and that of the dead is taken over.
  expect((await deleteFive(folder, server)).exitCode).toBe(0);
  expect(await folder.files()).toEqual(["ids.txt", "run.ndjson"]);
});

test.runIf(process.platform === "linux")(
  "A lock whose number is another process's by now is taken over",
  async () => {
    await using folder = await makeFolder();
    await using server = await startServer(done);
    await writeFile(folder.path(lockName(process.pid, "1")), "");
    await writeFile(folder.path(lockName(process.ppid, "1")), "");
    expect((await deleteFive(folder, server)).exitCode).toBe(0);
    expect(await folder.files()).toEqual(["ids.txt", "run.ndjson"]);
  },
);

test("A lock of another machine is respected, as nobody can tell whether its process is alive", async () => {
  await using folder = await makeFolder();
  await using server = await startServer(done);
  await writeFile(folder.path(lockName(1, "1", "elsewhere")), "");
  const { exitCode, stderr } = await deleteFive(folder, server);
  expect({ exitCode, requests: server.requests }).toEqual({ exitCode: 2, requests: [] });
  expect(stderr).toContain("delete run.ndjson.lock-elsewhere-1-1\n");
});

test("Two runs on one report can't be, whatever they call it", async () => {
  await using folder = await makeFolder();
  await writeFile(folder.report, "");
  await symlink(folder.report, folder.path("link.ndjson"));
  const second: Promise<{ exitCode: number }>[] = [];
  await using server = await startServer(async () => {
    if (second.length === 0) {
      second.push(deleteFive(folder, server));
      second.push(deleteFive({ ...folder, report: folder.path("link.ndjson") }, server));
      await Promise.all(second);
    }
    return done;
  });
  expect((await deleteFive(folder, server)).exitCode).toBe(0);
  expect((await Promise.all(second)).map(({ exitCode }) => exitCode)).toEqual([2, 2]);
  expect(
    sent(server)
      .map(([id]) => id)
      .sort(),
  ).toEqual(["a", "b", "c", "d", "e"]);
});

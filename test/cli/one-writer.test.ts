import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFile, link, readFile, rename, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startServer, type TestServer } from "../support/server.js";
import { type BuiltCommand, buildCommand, environment } from "./child.js";
import { account, type Folder, makeFolder } from "./command.js";
import { sent } from "./five-contacts.js";

let command: BuiltCommand;
beforeAll(async () => {
  command = await buildCommand();
});
afterAll(() => command[Symbol.asyncDispose]());

const ids = Array.from({ length: 30 }, (_, index) => `contact-${index + 1}`);

/** The arguments of a delete of all ids, two at a time. */
async function argumentsFor(folder: Folder, server: { url: string }, report = folder.report) {
  const from = await folder.ids(ids.join("\n"));
  const args = ["delete", "--from", from, "--account", account, "--report", report, "--yes", "30"];
  return [...args, "--concurrency", "2", "--limit", "500/1", "--base-url", server.url];
}

/** A server that answers each request after some time, or when it is told to. */
function slowServer(delay = 100): Promise<TestServer> {
  return startServer(() => sleep(delay).then(() => ({ status: 204 })));
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(5);
}

/** Fails unless each id was sent once, by one run. */
function expectOnce(server: TestServer): void {
  expect(
    sent(server)
      .map(([id]) => id)
      .sort(),
  ).toEqual([...ids].sort());
}

const refusal = (report: string) => `${report} is being written by another run\n`;

test.each([
  ["its own name", async (folder: Folder) => folder.report],
  [
    "a symbolic link",
    async (folder: Folder) => {
      await symlink(folder.report, folder.path("other"));
      return folder.path("other");
    },
  ],
  [
    "a hard link",
    async (folder: Folder) => {
      await link(folder.report, folder.path("other"));
      return folder.path("other");
    },
  ],
])("a report that another process writes is refused by %s", async (_, nameOf) => {
  await using folder = await makeFolder();
  await using server = await slowServer();
  const first = command.start(await argumentsFor(folder, server));
  await until(() => server.requests.length > 0);
  const report = await nameOf(folder);
  const second = command.start(await argumentsFor(folder, server, report));
  expect(await second.exitCode).toBe(2);
  expect(second.printed).toContain(refusal(report));
  expect(await first.exitCode).toBe(0);
  expectOnce(server);
});

test("a report that was begun over a symbolic link that led nowhere is refused by its own name", async () => {
  await using folder = await makeFolder();
  await using server = await slowServer();
  await symlink(folder.report, folder.path("dangling"));
  const first = command.start(await argumentsFor(folder, server, folder.path("dangling")));
  await until(() => server.requests.length > 0);
  const second = command.start(await argumentsFor(folder, server));
  expect(await second.exitCode).toBe(2);
  expect(await first.exitCode).toBe(0);
  expectOnce(server);
  expect(await folder.files()).toEqual(["dangling", "ids.txt", "run.ndjson"]);
});

test("a report whose run waits for a server is refused all the same", async () => {
  await using folder = await makeFolder();
  let isSilent = true;
  await using server = await startServer(() => (isSilent ? "silence" : { status: 204 }));
  const first = command.start(await argumentsFor(folder, server));
  await until(() => server.requests.length >= 2);
  const second = command.start(await argumentsFor(folder, server));
  expect(await second.exitCode).toBe(2);
  expect(server.requests).toHaveLength(2);
  isSilent = false;
  first.child.kill("SIGKILL");
  await first.exitCode;
});

/** Runs a command as a container would: with processes and numbers of its own, but the same host name. */
function startIsolated(args: readonly string[]) {
  const options = [
    "--pid",
    "--fork",
    "--mount-proc",
    "--kill-child",
    process.execPath,
    command.file,
    ...args,
  ];
  const child = spawn("unshare", options, { env: environment });
  return { child, exitCode: once(child, "close").then(([code]) => code) };
}

function canIsolate(): boolean {
  try {
    execFileSync("unshare", ["--pid", "--fork", "--mount-proc", "true"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

test.runIf(canIsolate())("a report that another container writes is refused", async () => {
  await using folder = await makeFolder();
  await using server = await slowServer();
  const args = await argumentsFor(folder, server);
  const first = startIsolated(args);
  await until(() => server.requests.length > 0);
  expect(await startIsolated(args).exitCode).toBe(2);
  expect(await first.exitCode).toBe(0);
  expectOnce(server);
});

test("a report whose run was killed goes on without a hand, and what was under way keeps its keys", async () => {
  await using folder = await makeFolder();
  await using server = await slowServer();
  const args = await argumentsFor(folder, server);
  const first = command.start(args);
  await until(() => server.requests.length >= 6);
  first.child.kill("SIGKILL");
  await first.exitCode;
  const second = command.start(args);
  expect(await second.exitCode).toBe(0);
  expect(second.printed).toContain("looking for 5 s whether it is alive");
  const keys = new Map(sent(server));
  for (const [id, key] of sent(server)) expect(keys.get(id)).toBe(key);
  expect(keys.size).toBe(ids.length);
});

test("a report whose run ended in order goes on at once", async () => {
  await using folder = await makeFolder();
  await using server = await slowServer(20);
  const args = await argumentsFor(folder, server);
  const first = command.start(args);
  await until(() => server.requests.length >= 4);
  first.child.kill("SIGTERM");
  expect(await first.exitCode).toBe(130);
  const second = command.start(args);
  expect(await second.exitCode).toBe(0);
  expect(second.printed).not.toContain("looking for");
  expectOnce(server);
});

test.each(["new", "dead"] as const)(
  "of five that start at once on a %s report exactly one goes on",
  async (kind) => {
    await using folder = await makeFolder();
    await using server = await slowServer(20);
    const args = await argumentsFor(folder, server);
    if (kind === "dead") {
      const first = command.start(args);
      await until(() => server.requests.length >= 4);
      first.child.kill("SIGKILL");
      await first.exitCode;
    }
    const started = Array.from({ length: 5 }, () => command.start(args));
    const exitCodes = await Promise.all(started.map(({ exitCode }) => exitCode));
    expect(exitCodes.sort()).toEqual([0, 2, 2, 2, 2]);
    expect(new Set(sent(server).map(([, key]) => key)).size).toBe(ids.length);
  },
);

test("a run that was frozen until another took its report over sends nothing more, and says so", async () => {
  await using folder = await makeFolder();
  await using server = await slowServer();
  const args = await argumentsFor(folder, server);
  const first = command.start(args);
  await until(() => server.requests.length >= 4);
  first.child.kill("SIGSTOP");
  const second = command.start(args);
  await until(() => server.requests.length >= 10);
  first.child.kill("SIGCONT");
  expect(await first.exitCode).toBe(3);
  expect(first.printed).toContain("run.ndjson was taken over by another run, while this one did not respond");
  expect(await second.exitCode).toBe(0);
  const keys = new Map(sent(server));
  expect(keys.size).toBe(ids.length);
  for (const [id, key] of sent(server)) expect(keys.get(id)).toBe(key);
  // The two that were under way when it froze were sent by both, with their keys.
  expect(server.requests.length).toBeLessThanOrEqual(ids.length + 2);
});

test("a run that was frozen before a retry does not send it when another has taken its report over", async () => {
  await using folder = await makeFolder();
  let isBroken = true;
  await using server = await startServer(() => (isBroken ? { status: 500 } : { status: 204 }));
  const args = await argumentsFor(folder, server);
  const first = command.start(args);
  await until(() => server.requests.length >= 2);
  first.child.kill("SIGSTOP");
  isBroken = false;
  expect(await command.start(args).exitCode).toBe(0);
  const { length } = server.requests;
  first.child.kill("SIGCONT");
  expect(await first.exitCode).toBe(3);
  expect(server.requests).toHaveLength(length);
});

test("a run that was frozen and not replaced goes on", async () => {
  await using folder = await makeFolder();
  await using server = await slowServer(20);
  const running = command.start(await argumentsFor(folder, server));
  await until(() => server.requests.length >= 4);
  running.child.kill("SIGSTOP");
  await sleep(4_000);
  running.child.kill("SIGCONT");
  expect(await running.exitCode).toBe(0);
  expectOnce(server);
});

const gone = "was deleted, moved or replaced while it was written: without it, the same command begins anew";

test.each([
  ["deleted", gone, (report: string) => rm(report)],
  ["moved", gone, (report: string) => rename(report, `${report}.1`)],
  [
    "replaced",
    gone,
    async (report: string) => {
      await writeFile(`${report}.1`, await readFile(report));
      await rename(`${report}.1`, report);
    },
  ],
  ["cut", "was cut while it was written", (report: string) => truncate(report, 300)],
])("a report that is %s while it is written ends the run", async (_, problem, harm) => {
  await using folder = await makeFolder();
  await using server = await slowServer(50);
  const running = command.start(await argumentsFor(folder, server));
  await until(() => server.requests.length >= 4);
  await harm(folder.report);
  const { length } = server.requests;
  expect(await running.exitCode).toBe(3);
  expect(running.printed).toContain(`Stopped: ${folder.report} ${problem}\n`);
  // Those that were being announced at that moment may still be sent.
  expect(server.requests.length).toBeLessThanOrEqual(length + 4);
});

test("a report that is deleted while its last id is under way does not end well", async () => {
  await using folder = await makeFolder();
  await using server = await startServer(async () => {
    if (server.requests.length === ids.length) await rm(folder.report);
    return { status: 204 };
  });
  const running = command.start(await argumentsFor(folder, server));
  expect(await running.exitCode).toBe(3);
  expect(running.printed).toContain(`${folder.report} ${gone}`);
});

test("text that somebody appends to a report does not pass for another run", async () => {
  await using folder = await makeFolder();
  await using server = await slowServer(50);
  const running = command.start(await argumentsFor(folder, server));
  await until(() => server.requests.length >= 4);
  await appendFile(folder.report, '{"writer":"late","from":0}\n');
  expect(await running.exitCode).toBe(0);
  expectOnce(server);
});

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { link, symlink } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startServer } from "../support/server.js";
import { type BuiltCommand, buildCommand, environment, until } from "./child.js";
import { type Folder, makeFolder } from "./command.js";
import { sent } from "./five-contacts.js";
import { argumentsFor, closedServer, expectOnce, thirty } from "./thirty-contacts.js";

let command: BuiltCommand;
beforeAll(async () => {
  command = await buildCommand();
});
afterAll(() => command[Symbol.asyncDispose]());

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
  const { server, open } = await closedServer();
  await using _server = server;
  const first = command.start(await argumentsFor(folder, server));
  await until(() => server.requests.length > 0);
  const report = await nameOf(folder);
  const second = command.start(await argumentsFor(folder, server, report));
  expect(await second.exitCode).toBe(2);
  expect(second.printed).toContain(refusal(report));
  open();
  expect(await first.exitCode).toBe(0);
  expectOnce(server);
});

test("a report that was created through a symbolic link is refused under its own name", async () => {
  await using folder = await makeFolder();
  const { server, open } = await closedServer();
  await using _server = server;
  await symlink(folder.report, folder.path("dangling"));
  const first = command.start(await argumentsFor(folder, server, folder.path("dangling")));
  await until(() => server.requests.length > 0);
  const second = command.start(await argumentsFor(folder, server));
  expect(await second.exitCode).toBe(2);
  open();
  expect(await first.exitCode).toBe(0);
  expectOnce(server);
  expect(await folder.files()).toEqual(["dangling", "ids.txt", "run.ndjson"]);
});

test("a report is refused while its run waits for the server", async () => {
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

/** Runs a command as in a container: it sees only its own processes, and has the same host name. */
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
  const { server, open } = await closedServer();
  await using _server = server;
  const args = await argumentsFor(folder, server);
  const first = startIsolated(args);
  await until(() => server.requests.length > 0);
  expect(await startIsolated(args).exitCode).toBe(2);
  open();
  expect(await first.exitCode).toBe(0);
  expectOnce(server);
});

test.each(["new", "dead"] as const)(
  "exactly one of five commands that start at once on a %s report runs",
  async (kind) => {
    await using folder = await makeFolder();
    const { server, open } = await closedServer();
    await using _server = server;
    const args = await argumentsFor(folder, server);
    if (kind === "dead") {
      const first = command.start(args);
      await until(() => server.requests.length >= 2);
      first.child.kill("SIGKILL");
      await first.exitCode;
    }
    const started = Array.from({ length: 5 }, () => command.start(args));
    // The one that runs must not be done before the last of the others has come.
    await until(() => started.filter(({ child }) => child.exitCode !== null).length >= 4);
    open();
    const exitCodes = await Promise.all(started.map(({ exitCode }) => exitCode));
    expect(exitCodes.sort()).toEqual([0, 2, 2, 2, 2]);
    expect(new Set(sent(server).map(([, key]) => key)).size).toBe(thirty.length);
  },
);

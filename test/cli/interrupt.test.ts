import { spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { readFile } from "node:fs/promises";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { Interrupts } from "../../src/cli/interrupts.js";
import { startServer, type TestServer } from "../support/server.js";
import { type BuiltCommand, buildCommand, environment, until } from "./child.js";
import { account, type Folder, makeFolder } from "./command.js";
import { five, headerFor, sent, writeReport } from "./five-contacts.js";

let command: BuiltCommand;
beforeAll(async () => {
  command = await buildCommand();
});
afterAll(() => command[Symbol.asyncDispose]());
afterEach(() => void vi.useRealTimers());

/** Starts a command on the five contacts, two at a time. */
async function start(folder: Folder, server: TestServer) {
  const from = await folder.ids(five.join("\n"));
  const args = ["delete", "--from", from, "--account", account, "--report", folder.report];
  return command.start([...args, "--yes", "5", "--concurrency", "2", "--base-url", server.url]);
}

/** The answers wait until it is opened. */
class Gate {
  open = () => {};
  readonly opened = new Promise<void>((resolve) => {
    this.open = resolve;
  });
}

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "The first %s lets the deletes under way end, and the same command continues",
  async (signal) => {
    await using folder = await makeFolder();
    const gate = new Gate();
    await using server = await startServer(() => gate.opened.then(() => ({ json: { id: "1" } })));
    const running = await start(folder, server);
    await until(() => server.requests.length >= 2);
    running.child.kill(signal);
    await until(() => running.printed.includes("Interrupted"));
    gate.open();
    expect(await running.exitCode).toBe(130);
    expect(server.requests).toHaveLength(2);
    const outcomes = (await folder.lines()).filter(({ outcome }) => outcome);
    expect(outcomes).toMatchObject([{ outcome: "deleted" }, { outcome: "deleted" }]);
    expect(await folder.files()).toEqual(["ids.txt", "run.ndjson"]);
    const again = await start(folder, server);
    expect(await again.exitCode).toBe(0);
    expect(server.requests).toHaveLength(5);
  },
);

test("The second SIGINT ends the command at once, and the ids under way are sent again with their own keys", async () => {
  await using folder = await makeFolder();
  let isSilent = true;
  await using server = await startServer(() => (isSilent ? "silence" : { json: { id: "1" } }));
  const running = await start(folder, server);
  await until(() => server.requests.length >= 2);
  running.child.kill("SIGINT");
  await until(() => running.printed.includes("interrupt again to end at once"));
  expect(running.child.exitCode).toBe(null);
  running.child.kill("SIGINT");
  expect(await running.exitCode).toBe(130);
  expect(server.requests).toHaveLength(2);
  expect(await folder.files()).toEqual(["ids.txt", "run.ndjson"]);
  isSilent = false;
  const again = await start(folder, server);
  expect(await again.exitCode).toBe(0);
  const keys = new Map(sent(server));
  expect(keys.size).toBe(5);
  for (const [id, key] of sent(server)) expect(keys.get(id)).toBe(key);
});

test("An interruption while the last ids are under way ends the run as complete", async () => {
  await using folder = await makeFolder();
  const gate = new Gate();
  await using server = await startServer(() => gate.opened.then(() => ({ json: { id: "1" } })));
  const from = await folder.ids("a\nb\n");
  const args = ["delete", "--from", from, "--account", account, "--report", folder.report, "--yes", "2"];
  const running = command.start([...args, "--base-url", server.url]);
  await until(() => server.requests.length >= 2);
  running.child.kill("SIGINT");
  await until(() => running.printed.includes("Interrupted"));
  gate.open();
  expect(await running.exitCode).toBe(0);
  expect(running.printed).toContain("2 ids: 2 deleted");
});

test("A resumed run that is interrupted exits with 130, although every id was sent before", async () => {
  await using folder = await makeFolder();
  const gate = new Gate();
  await using server = await startServer(() => gate.opened.then(() => ({ json: { id: "1" } })));
  const unknown = five.map((id, index) => ({ n: index + 1, id, outcome: "unknown", again: true }));
  await writeReport(folder, headerFor(server), ...unknown);
  const from = await folder.ids(five.map((id) => `${id}\n`).join(""));
  const args = ["delete", "--from", from, "--account", account, "--report", folder.report, "--yes", "5"];
  const running = command.start([...args, "--concurrency", "2", "--base-url", server.url]);
  await until(() => server.requests.length >= 2);
  running.child.kill("SIGINT");
  await until(() => running.printed.includes("Interrupted"));
  gate.open();
  expect(await running.exitCode).toBe(130);
  expect(running.printed).toContain("5 ids: 2 deleted, 0 gone, 3 unknown, 0 failed, 0 unsent\n");
});

test("A closed pipe for the progress or the result does not end the run or change its exit code", async () => {
  await using folder = await makeFolder();
  await using server = await startServer({ json: { id: "1" } });
  const running = await start(folder, server);
  running.child.stdout?.destroy();
  running.child.stderr?.destroy();
  expect(await running.exitCode).toBe(0);
  const outcomes = (await folder.lines()).filter(({ outcome }) => outcome);
  expect(outcomes).toHaveLength(5);
});

test("the repeated signals of a closing terminal let the deletes under way end", async () => {
  await using folder = await makeFolder();
  const gate = new Gate();
  await using server = await startServer(() => gate.opened.then(() => ({ status: 204 })));
  const running = await start(folder, server);
  await until(() => server.requests.length >= 2);
  running.child.kill("SIGHUP");
  await until(() => running.printed.includes("Interrupted"));
  running.child.kill("SIGHUP");
  running.child.kill("SIGHUP");
  await sleep(200);
  gate.open();
  expect(await running.exitCode).toBe(130);
  expect((await folder.lines()).filter(({ outcome }) => outcome)).toHaveLength(2);
});

test("a SIGTERM within a second of the first signal is ignored, and a later one ends the command at once", () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  const process = new EventEmitter();
  const exit = vi.fn();
  const interrupts = new Interrupts({
    ...{ env: {}, stdin: Readable.from([]), openTerminal: () => undefined, exit },
    ...{ stdout: { write() {} }, stderr: { write() {} } },
    on: (signal, listener) => process.on(signal, listener),
    off: (signal, listener) => process.off(signal, listener),
  });
  const drain = vi.fn();
  interrupts.drainBy(drain);
  process.emit("SIGTERM");
  vi.advanceTimersByTime(999);
  process.emit("SIGTERM");
  expect([drain.mock.calls.length, exit.mock.calls.length]).toEqual([1, 0]);
  vi.advanceTimersByTime(1);
  process.emit("SIGTERM");
  expect([drain.mock.calls.length, exit.mock.calls]).toEqual([1, [[130]]]);
  interrupts.end(0);
});

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "a %s that comes when the result is told leaves the exit code as it is",
  async (signal) => {
    await using folder = await makeFolder();
    await using server = await startServer({ status: 204 });
    const running = await start(folder, server);
    await until(() => running.printed.includes("5 ids: 5 deleted"));
    running.child.kill(signal);
    expect(await running.exitCode).toBe(0);
  },
);

/** Starts the command as `npx` does, with a shell in between; `kill` ends the first process of the three. */
async function startByNpx(folder: Folder, server: TestServer, env: Record<string, string>) {
  const from = await folder.ids(five.join("\n"));
  const args = ["delete", "--from", from, "--account", account, "--report", folder.report, "--yes", "5"];
  const words = [process.execPath, command.file, ...args, "--concurrency", "2", "--base-url", server.url];
  const typed = JSON.stringify(`'${words.join("' '")}'; exit`);
  const script = `require("node:child_process").spawn("sh", ["-c", ${typed}], { stdio: "inherit" })`;
  const child = spawn(process.execPath, ["-e", `${script}; setInterval(() => {}, 1000)`], {
    env: { ...environment, ...env },
  });
  const started = {
    printed: "",
    kill: () => child.kill("SIGKILL"),
    /** Resolves when the command has ended, too: it has the same output. */
    ended: once(child, "close"),
  };
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      started.printed += chunk;
    });
  }
  return started;
}

/** The last line of the report. */
async function endOf(folder: Folder): Promise<unknown> {
  const text = await readFile(folder.report, "utf8");
  return JSON.parse(text.trimEnd().split("\n").at(-1) ?? "");
}

test.runIf(process.platform === "linux")(
  "the death of the npx in front lets the deletes under way end, and sends nothing more",
  async () => {
    await using folder = await makeFolder();
    const gate = new Gate();
    await using server = await startServer(() => gate.opened.then(() => ({ status: 204 })));
    const npx = await startByNpx(folder, server, { npm_command: "exec" });
    await until(() => server.requests.length >= 2);
    npx.kill();
    await until(() => npx.printed.includes("Interrupted"));
    gate.open();
    await npx.ended;
    expect(await endOf(folder)).toMatchObject({ exitCode: 130 });
    expect(server.requests).toHaveLength(2);
    expect((await folder.lines()).filter(({ outcome }) => outcome)).toHaveLength(2);
  },
);

test("the death of its shell does not interrupt a command in the background", async () => {
  await using folder = await makeFolder();
  const gate = new Gate();
  await using server = await startServer(() => gate.opened.then(() => ({ status: 204 })));
  const shell = await startByNpx(folder, server, {});
  await until(() => server.requests.length >= 2);
  shell.kill();
  await sleep(1_500);
  gate.open();
  await shell.ended;
  expect(await endOf(folder)).toMatchObject({ exitCode: 0 });
  expect(server.requests).toHaveLength(5);
});

import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startServer } from "../support/server.js";
import { type BuiltCommand, buildCommand, environment } from "./child.js";
import { account, type Folder, makeFolder } from "./command.js";
import { five } from "./five-contacts.js";

let command: BuiltCommand;
beforeAll(async () => {
  command = await buildCommand();
});
afterAll(() => command[Symbol.asyncDispose]());

/** What differs from the usual terminal and command. */
interface Setting {
  /** Text before the command in the shell. */
  before?: string;
  ids?: readonly string[];
  /** Options instead of the limit of one a second. */
  options?: readonly string[];
  env?: Record<string, string>;
}

/** Runs the command on a pseudo-terminal of 80 columns, and types what `type` gives for what is on the screen so far. */
async function runOnTerminal(
  folder: Folder,
  server: { url: string },
  type: (screen: string) => string | undefined,
  { before = "", ids = five, options: limit = ["--limit", "1/1"], env = {} }: Setting = {},
) {
  const path = await folder.ids(ids.join("\n"));
  const from = before ? "-" : path;
  const args = [process.execPath, command.file, "delete", "--from", from, "--account", account];
  const options = ["--report", folder.report, "--base-url", server.url, ...limit];
  // As util-linux has it: run a command, give back its exit code, keep no typescript.
  const shell = [...args, ...options].map((word) => `'${word}'`).join(" ");
  const line = `stty cols 80; ${before.replace("IDS", path)}${shell}`;
  const variables = { ...environment, TERM: "xterm", ...env };
  const child = spawn("script", ["-qec", line, "/dev/null"], { env: variables });
  // It may end before it reads all that is typed.
  child.stdin.on("error", () => {});
  let screen = "";
  child.stdout.on("data", (chunk) => {
    screen += chunk;
    const typed = type(screen);
    if (typed) child.stdin.write(typed);
  });
  const [exitCode] = await once(child, "close");
  return { exitCode, screen };
}

/** Types a text once, as soon as another text is on the screen. */
function typeOnce(found: string, typed: string) {
  let isDone = false;
  return (screen: string) => {
    if (isDone || !screen.includes(found)) return undefined;
    isDone = true;
    return typed;
  };
}

const onLinux = test.runIf(process.platform === "linux");

onLinux("On a terminal the command asks, shows a bar, and ends with the counts", async () => {
  await using folder = await makeFolder();
  await using server = await startServer({ status: 204 });
  const { exitCode, screen } = await runOnTerminal(folder, server, typeOnce("Type 5 to go on: ", "5\n"));
  expect(exitCode).toBe(0);
  const lines = screen.split("\r\u001b[K");
  expect(lines).toContainEqual(
    expect.stringMatching(/^\[#+-+\] {2}[1-4]\/5 {2}\d\.\d\/s {2}\d+ s left {2}[1-4] deleted, 0 gone/),
  );
  expect(lines.at(-1)?.replace(/^Took \d+ s\.\r\n/, "")).toBe(
    "5 ids: 5 deleted, 0 gone, 0 unknown, 0 failed, 0 unsent\r\n",
  );
  expect(server.requests).toHaveLength(5);
});

onLinux("Ctrl-C at the question ends the command, and nothing is sent", async () => {
  await using folder = await makeFolder();
  await using server = await startServer({ status: 204 });
  const { exitCode } = await runOnTerminal(folder, server, typeOnce("Type 5 to go on: ", "\u0003"));
  expect({ exitCode, requests: server.requests }).toEqual({ exitCode: 130, requests: [] });
  expect(await folder.files()).toEqual(["ids.txt"]);
});

onLinux("Ctrl-C during a run ends it in order, and the same command asks for what is left", async () => {
  await using folder = await makeFolder();
  await using server = await startServer({ status: 204 });
  const [start, stop] = [typeOnce("Type 5 to go on: ", "5\n"), typeOnce("/5  ", "\u0003")];
  const first = await runOnTerminal(folder, server, (screen) => start(screen) ?? stop(screen));
  expect(first.exitCode).toBe(130);
  expect(first.screen).toContain("Interrupted: the requests under way finish first");
  expect(first.screen).toMatch(/\d left: the same command sends (it|them)\.\r\n$/);
  const [, left = ""] = /\n(\d) left: /.exec(first.screen) ?? [];
  const again = await runOnTerminal(folder, server, typeOnce(`Type ${left} to go on: `, `${left}\n`));
  expect(again.exitCode).toBe(0);
  expect(server.requests).toHaveLength(5);
});

onLinux("The command asks on the terminal when the ids come from a pipe", async () => {
  await using folder = await makeFolder();
  await using server = await startServer({ json: { id: "1" } });
  const setting = { before: "cat IDS | ", options: [] };
  const type = typeOnce("Type 5 to go on: ", "5\n");
  const { exitCode, screen } = await runOnTerminal(folder, server, type, setting);
  expect(exitCode, screen).toBe(0);
  expect(server.requests).toHaveLength(5);
});

onLinux("On 80 columns the wait for the limit is shown, counts down, and no number is cut off", async () => {
  await using folder = await makeFolder();
  await using server = await startServer({ json: { id: "1" } });
  const ids = Array.from({ length: 60 }, (_, index) => String(index + 1));
  const setting = { ids, options: ["--limit", "50/10", "--yes", "60"] };
  const { exitCode, screen } = await runOnTerminal(folder, server, () => undefined, setting);
  expect(exitCode, screen).toBe(0);
  const lines = screen.split("\r\u001b[K").filter((line) => line.includes("/60") || line.includes(" %"));
  const waits = lines.flatMap(
    (line) => /waiting (\d) s for Truto's limit {2}50 deleted/.exec(line)?.[1] ?? [],
  );
  expect(waits.length).toBeGreaterThan(1);
  expect(waits).toEqual([...waits].sort().reverse());
  for (const line of lines) {
    expect(line.length).toBeLessThan(80);
    expect(line).toMatch(/ failed$/);
  }
});

onLinux("A pause is one line that changes, and the last line says how long the run took", async () => {
  await using folder = await makeFolder();
  let limited = 4;
  const json = { statusCode: 429, error: "Too Many Requests", message: "Slow down." };
  const slow = { status: 429, json, headers: { "retry-after": "1" } };
  await using server = await startServer(() => (limited-- > 0 ? slow : { json: { id: "1" } }));
  const setting = { options: ["--yes", "5", "--concurrency", "1"] };
  const { exitCode, screen } = await runOnTerminal(folder, server, () => undefined, setting);
  expect(exitCode, screen).toBe(0);
  expect(screen).toContain("paused 1 s: 429 Too Many Requests");
  const [, progress = ""] = screen.split("can't be undone.\r\n");
  expect(progress.split("\r\n")[0]).toMatch(/Took \d+ s\.$/);
});

onLinux("A dumb terminal gets no control characters", async () => {
  await using folder = await makeFolder();
  await using server = await startServer({ json: { id: "1" } });
  const setting = { env: { TERM: "dumb" }, options: ["--yes", "5"] };
  const { exitCode, screen } = await runOnTerminal(folder, server, () => undefined, setting);
  expect(exitCode).toBe(0);
  expect(screen).not.toContain("\u001b");
});

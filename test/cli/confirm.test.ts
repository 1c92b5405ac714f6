import { describe, expect, test } from "vitest";
import { startServer } from "../support/server.js";
import { type Around, account, makeFolder, runCommand, withoutProgram } from "./command.js";

/** Runs a command on three ids, and counts what it sent. */
async function runOnThree(args: string[], around: Around) {
  await using folder = await makeFolder();
  await using server = await startServer({ json: { id: "1" } });
  const from = await folder.ids("a\nb\nc\n");
  const options = ["--account", account, "--report", folder.report, "--base-url", server.url];
  const ended = await runCommand(["delete", "--from", from, ...options, ...args], around);
  const stderr = withoutProgram(ended.stderr).replaceAll(server.url, "URL").replaceAll(from, "ids.txt");
  return { ...ended, stderr, sent: server.requests.length, files: await folder.files() };
}

const announcement =
  `ids.txt has 3 ids, of which 3 are left to delete in account ${account} at URL.\n` +
  "That takes about 1 s at 50 requests in 10 s, and can't be undone.\n";

test("On a terminal it says how many, where and how long, and starts when the number is typed", async () => {
  const { exitCode, stderr, sent } = await runOnThree([], { isTTY: true, input: "3\n" });
  expect({ exitCode, sent }).toEqual({ exitCode: 0, sent: 3 });
  expect(stderr).toContain(`${announcement}Type 3 to go on: `);
});

test.each([
  ["another number", "4\n"],
  ["a yes", "y\n"],
  ["nothing", "\n"],
  ["the end of the input", ""],
  ["a number that only begins so", "30\n"],
])("It sends nothing after %s, and leaves no file", async (_, input) => {
  const { exitCode, stderr, sent, files } = await runOnThree([], { isTTY: true, input });
  expect({ exitCode, sent, files }).toEqual({ exitCode: 2, sent: 0, files: ["ids.txt"] });
  expect(stderr).toBe(`${announcement}Type 3 to go on: nothing was sent: that was not the number\n`);
});

test("It does not ask when --yes has the number, with a terminal or without", async () => {
  for (const isTTY of [true, false]) {
    const { exitCode, stderr, sent } = await runOnThree(["--yes", "3"], { isTTY });
    expect({ exitCode, sent }).toEqual({ exitCode: 0, sent: 3 });
    expect(stderr).not.toContain("Type");
  }
});

test("It refuses another --yes, with a terminal or without", async () => {
  for (const isTTY of [true, false]) {
    const { exitCode, stderr, sent } = await runOnThree(["--yes", "2"], { isTTY, input: "3\n" });
    expect({ exitCode, sent }).toEqual({ exitCode: 2, sent: 0 });
    expect(stderr).toBe(`${announcement}--yes 2 is not the number of ids, which is 3\n`);
  }
});

test("Without a terminal and --yes it sends nothing, whatever stands on standard input", async () => {
  const { exitCode, stderr, sent } = await runOnThree([], { input: "3\n" });
  expect({ exitCode, sent }).toEqual({ exitCode: 2, sent: 0 });
  expect(stderr).toBe(`${announcement}there is no terminal to ask on: add --yes 3\n`);
});

/** Deletes two contacts whose ids come from standard input. */
async function deleteFromInput(around: Around) {
  await using folder = await makeFolder();
  await using server = await startServer({ json: { id: "1" } });
  const args = ["delete", "--from", "-", "--account", account, "--report", folder.report];
  const ended = await runCommand([...args, "--base-url", server.url], { input: "a\nb\n", ...around });
  return { ...ended, sent: server.requests.length };
}

test("It asks on the terminal when the ids came from standard input", async () => {
  const { exitCode, stderr, sent } = await deleteFromInput({ isTTY: true, typed: "2\n" });
  expect({ exitCode, sent }).toEqual({ exitCode: 0, sent: 2 });
  expect(stderr).toContain("\nType 2 to go on: ");
});

test("It does not take what follows the ids on standard input for an answer", async () => {
  const { exitCode, stderr, sent } = await deleteFromInput({ isTTY: true, input: "a\nb\n3\n" });
  expect({ exitCode, sent }).toEqual({ exitCode: 2, sent: 0 });
  expect(stderr).toMatch(/\ntruto-crm-client: there is no terminal to ask on: add --yes 3\n$/);
});

test("It does not ask on a terminal that nobody can see the question on", async () => {
  const { exitCode, sent } = await deleteFromInput({ isTTY: false, typed: "2\n" });
  expect({ exitCode, sent }).toEqual({ exitCode: 2, sent: 0 });
});

describe("On a run that goes on", () => {
  /** Goes on with a run of which one contact is deleted, and two are left. */
  async function goOn(more: string[], around: Around = {}) {
    await using folder = await makeFolder();
    await using server = await startServer([{ json: { id: "1" } }, { status: 401 }, { json: { id: "1" } }]);
    const from = await folder.ids("a\nb\nc\n");
    const args = ["delete", "--from", from, "--account", account, "--report", folder.report];
    const options = ["--base-url", server.url, "--concurrency", "1"];
    expect((await runCommand([...args, ...options, "--yes", "3"])).exitCode).toBe(3);
    return await runCommand([...args, ...options, ...more], around);
  }

  test("it asks for the number that is left", async () => {
    const { exitCode, stderr } = await goOn([], { isTTY: true, input: "2\n" });
    expect({ exitCode, asked: /Type .*: /.exec(stderr)?.[0] }).toEqual({
      exitCode: 0,
      asked: "Type 2 to go on: ",
    });
    expect((await goOn([], { isTTY: true, input: "3\n" })).exitCode).toBe(2);
  });

  test("--yes may be the number of all, as the same command goes on, or of those left, and no other", async () => {
    expect((await goOn(["--yes", "3"])).exitCode).toBe(0);
    expect((await goOn(["--yes", "2"])).exitCode).toBe(0);
    expect((await goOn(["--yes", "1"])).exitCode).toBe(2);
  });
});

test("An interruption at the question ends the command at once", async () => {
  const { exitCode, sent } = await runOnThree([], {
    isTTY: true,
    input: null,
    onStart: (process) => process.once("newListener", () => setImmediate(() => process.emit("SIGINT"))),
  });
  expect({ exitCode, sent }).toEqual({ exitCode: 130, sent: 0 });
});

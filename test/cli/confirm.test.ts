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

test("On a terminal the command says how many ids are left, where and how long it takes, and starts when the number is typed", async () => {
  const { exitCode, stderr, sent } = await runOnThree([], { isTTY: true, input: "3\n" });
  expect({ exitCode, sent }).toEqual({ exitCode: 0, sent: 3 });
  expect(stderr).toContain(`${announcement}Type 3 to go on: `);
});

test.each([
  ["another number", "4\n"],
  ["the letter y", "y\n"],
  ["an empty line", "\n"],
  ["the end of the input", ""],
  ["a longer number that begins with it", "30\n"],
])("The command sends nothing and leaves no file when the answer is %s", async (_, input) => {
  const { exitCode, stderr, sent, files } = await runOnThree([], { isTTY: true, input });
  expect({ exitCode, sent, files }).toEqual({ exitCode: 2, sent: 0, files: ["ids.txt"] });
  expect(stderr).toBe(`${announcement}Type 3 to go on: nothing was sent: that was not the number\n`);
});

test("The command does not ask when --yes is the number of ids, with or without a terminal", async () => {
  for (const isTTY of [true, false]) {
    const { exitCode, stderr, sent } = await runOnThree(["--yes", "3"], { isTTY });
    expect({ exitCode, sent }).toEqual({ exitCode: 0, sent: 3 });
    expect(stderr).not.toContain("Type");
  }
});

test("A --yes with another number is refused, with or without a terminal", async () => {
  for (const isTTY of [true, false]) {
    const { exitCode, stderr, sent } = await runOnThree(["--yes", "2"], { isTTY, input: "3\n" });
    expect({ exitCode, sent }).toEqual({ exitCode: 2, sent: 0 });
    expect(stderr).toBe(`${announcement}--yes 2 is not the number of ids, which is 3\n`);
  }
});

test("Without a terminal and --yes the command sends nothing, whatever is on standard input", async () => {
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

test("The command asks on the terminal when the ids come from standard input", async () => {
  const { exitCode, stderr, sent } = await deleteFromInput({ isTTY: true, typed: "2\n" });
  expect({ exitCode, sent }).toEqual({ exitCode: 0, sent: 2 });
  expect(stderr).toContain("\nType 2 to go on: ");
});

test("Standard input that has the ids can't answer the question as well", async () => {
  const { exitCode, stderr, sent } = await deleteFromInput({ isTTY: true, input: "a\nb\n3\n" });
  expect({ exitCode, sent }).toEqual({ exitCode: 2, sent: 0 });
  expect(stderr).toMatch(/\ntruto-crm-client: there is no terminal to ask on: add --yes 3\n$/);
});

test("The command does not ask when nobody can see the question", async () => {
  const { exitCode, sent } = await deleteFromInput({ isTTY: false, typed: "2\n" });
  expect({ exitCode, sent }).toEqual({ exitCode: 2, sent: 0 });
});

describe("When a run is resumed", () => {
  /** Resumes a run of three contacts: one is deleted, two are left. */
  async function resume(more: string[], around: Around = {}) {
    await using folder = await makeFolder();
    await using server = await startServer([{ json: { id: "1" } }, { status: 401 }, { json: { id: "1" } }]);
    const from = await folder.ids("a\nb\nc\n");
    const args = ["delete", "--from", from, "--account", account, "--report", folder.report];
    const options = ["--base-url", server.url, "--concurrency", "1"];
    expect((await runCommand([...args, ...options, "--yes", "3"])).exitCode).toBe(3);
    return await runCommand([...args, ...options, ...more], around);
  }

  test("the command asks for the number of ids that are left", async () => {
    const { exitCode, stderr } = await resume([], { isTTY: true, input: "2\n" });
    expect({ exitCode, asked: /Type .*: /.exec(stderr)?.[0] }).toEqual({
      exitCode: 0,
      asked: "Type 2 to go on: ",
    });
    expect((await resume([], { isTTY: true, input: "3\n" })).exitCode).toBe(2);
  });

  test("--yes may be the number of all ids or of those left, and no other", async () => {
    expect((await resume(["--yes", "3"])).exitCode).toBe(0);
    expect((await resume(["--yes", "2"])).exitCode).toBe(0);
    const { exitCode, stderr } = await resume(["--yes", "1"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("--yes 1 is not the number of ids, which is 3, of which 2 are left\n");
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

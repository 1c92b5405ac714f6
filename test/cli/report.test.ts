import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { startServer } from "../support/server.js";
import { account, makeFolder, runCommand } from "./command.js";
import { deleteFive, headerFor, sent } from "./five-contacts.js";

const done = { status: 204 };
const remote = { truto_is_remote_error: true };
const gone = {
  status: 404,
  json: { statusCode: 404, error: "Not ReportContent", message: "no contact", ...remote },
};
const refused = {
  status: 422,
  json: { statusCode: 422, error: "Unprocessable", message: "it is the owner" },
};

test("A report begins with what is deleted and where, and has a line before and after each request", async () => {
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

test("Text of a server can't break a line or move the cursor", async () => {
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

test("Twenty failures in a row stop the run, and the reason is printed once", async () => {
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

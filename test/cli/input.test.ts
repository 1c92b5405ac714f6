import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { startServer } from "../support/server.js";
import { account, makeFolder, runCommand, withoutProgram } from "./command.js";

const bom = "\uFEFF";
const csvHint = "has a comma or a quote: give one id a line, not the columns of a CSV file";
const spaceHint = "it begins or ends with a space: take it away, as it would be part of the id";

/** What the command says of ids that it must not send; fails when it sends anything. */
async function refusalOf(content: string | Uint8Array): Promise<string> {
  await using folder = await makeFolder();
  await using server = await startServer({ json: { id: "1" } });
  const file = await folder.ids(content);
  const options = ["--account", account, "--report", folder.report, "--base-url", server.url, "--yes", "1"];
  const { exitCode, stdout, stderr } = await runCommand(["delete", "--from", file, ...options]);
  expect({ exitCode, stdout, requests: server.requests }).toEqual({ exitCode: 2, stdout: "", requests: [] });
  return withoutProgram(stderr).replaceAll(file, "ids.txt");
}

/** The ids that a dry run counts. */
async function countOf(content: string): Promise<unknown> {
  await using folder = await makeFolder();
  const args = ["delete", "--from", await folder.ids(content), "--dry-run", "--json"];
  const { exitCode, stdout } = await runCommand(args);
  return exitCode === 0 ? JSON.parse(stdout).ids : stdout;
}

test.each([
  ["a comma", "a\nb,c@example.com\n", `line 2: "b,c@example.com" ${csvHint}`],
  ["a double quote", '"a"\n', `line 1: ""a"" ${csvHint}`],
  ["a single quote", "a\n'b'\n", `line 2: "'b'" ${csvHint}`],
  ["an id that is there already", "a\nb\na\n", 'line 3: "a" is on line 1 already'],
  [
    "an id that is there already, after an empty line",
    "a\n\nb\nb\n",
    'line 2 is empty\nids.txt, line 4: "b" is on line 3 already',
  ],
  ["an id that differs in its line end only", "a\r\nb\na", 'line 3: "a" is on line 1 already'],
  ["a dot segment", "a\n..\n", "line 2: id has a segment . or .., a relative path"],
  ["a control character", "a\nb\u0007\n", "line 2: id has a control character"],
  ["a lone carriage return", "a\rb\n", "line 1: id has a control character"],
  ["a character that nobody sees", "a\nb\u200bc\n", "line 2: id has a character that nobody sees"],
  ["a line separator", "a\u2028b\n", "line 1: id has a character that nobody sees"],
  ["a space at an end", "a\nb \n", `line 2: ${spaceHint}`],
  ["a byte-order mark in the middle", `a\n${bom}b\n`, `line 2: ${spaceHint}`],
  ["an empty line before another", "a\n\n\nb\n", "line 2 is empty"],
])("A file with %s is refused", async (_, content, refusal) => {
  expect(await refusalOf(content)).toBe(`ids.txt, ${refusal}\n`);
});

test.each([
  ["no id", ""],
  ["nothing but empty lines", "\r\n\r\n"],
])("A file with %s is refused", async (_, content) => {
  expect(await refusalOf(content)).toBe("ids.txt is empty: it has no id\n");
});

test("A file in UTF-16 is refused, as is one that breaks off within a character", async () => {
  expect(await refusalOf(Buffer.from(`${bom}a\n`, "utf16le"))).toBe(
    "ids.txt is not UTF-8 text, from line 1 on\n",
  );
  expect(await refusalOf(Buffer.from("a\né").subarray(0, 3))).toBe(
    "ids.txt is not UTF-8 text, from line 2 on\n",
  );
});

test("Ten lines that can't be are named, the others are counted", async () => {
  const refusal = await refusalOf("..\n".repeat(13));
  expect(refusal.split("\n")).toHaveLength(12);
  expect(refusal).toContain(
    "ids.txt, line 10: id has a segment . or .., a relative path\nids.txt, and 3 more lines that can't be\n",
  );
});

test("What a refusal shows of a line can't move the cursor", async () => {
  expect(await refusalOf("a,\u001b[2Jb\n")).toContain('line 1: "a,\uFFFD[2Jb" has a comma');
});

test.each([
  ["Lines", "a\nb\n", 2],
  ["A last line without a line feed", "a\nb", 2],
  ["Lines that end with CRLF", "a\r\nb\r\n", 2],
  ["Lines after a byte-order mark", `${bom}a\nb\n`, 2],
  ["Lines before empty ones", "a\nb\n\n\r\n", 2],
  ["Letters of any script, and spaces inside,", "Zoë 1\n山田\n", 2],
])("%s are read", async (_, content, ids) => {
  expect(await countOf(content)).toBe(ids);
});

test("A line that falls on the border of two reads is one line", async () => {
  const ids = Array.from({ length: 40_000 }, (_, index) => `é-${index}`);
  expect(await countOf(ids.join("\n"))).toBe(ids.length);
});

test("A byte-order mark and CRLF do not reach the server", async () => {
  await using folder = await makeFolder();
  await using server = await startServer({ json: { id: "1" } });
  const file = await folder.ids(`${bom}a\r\nb\r\n`);
  const options = ["--account", account, "--report", folder.report, "--base-url", server.url, "--yes", "2"];
  expect((await runCommand(["delete", "--from", file, ...options])).exitCode).toBe(0);
  expect(server.requests.map(({ target }) => target).sort()).toEqual([
    `/unified/crm/contacts/a?integrated_account_id=${account}`,
    `/unified/crm/contacts/b?integrated_account_id=${account}`,
  ]);
});

test("Ids come from standard input, and the report has the SHA-256 of its bytes", async () => {
  await using folder = await makeFolder();
  await using server = await startServer({ json: { id: "1" } });
  const input = `${bom}a\r\nb\n`;
  const options = ["--account", account, "--report", folder.report, "--base-url", server.url, "--yes", "2"];
  const { exitCode, stdout } = await runCommand(["delete", "--from", "-", ...options], { input });
  expect({ exitCode, stdout }).toEqual({
    exitCode: 0,
    stdout: "2 ids: 2 deleted, 0 gone, 0 unknown, 0 failed, 0 unsent\n",
  });
  const [header] = await folder.lines();
  expect(header).toMatchObject({ sha256: createHash("sha256").update(input).digest("hex"), ids: 2, account });
});

test("A file that is not there is refused", async () => {
  const { exitCode, stderr } = await runCommand(["delete", "--from", "/nowhere/ids.txt", "--dry-run"]);
  expect({ exitCode, stderr }).toEqual({
    exitCode: 2,
    stderr:
      "truto-crm-client: /nowhere/ids.txt can't be read: ENOENT: no such file or directory, open '/nowhere/ids.txt'\n",
  });
});

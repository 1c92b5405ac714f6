import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { startServer } from "../support/server.js";
import { account, makeFolder, runCommand, withoutProgram } from "./command.js";

const bom = "\uFEFF";
const csvHint = "has a separator: give one id a line, not the columns of a CSV file";
const quoteHint = "has a quote: give the ids without quotes";
const spaceHint = "has a space at its start or end";
const numberHint = "is a number as spreadsheets write it, which may have lost digits: export ids as text";
const missingHint = "stands for a value that is missing";
const commentHint = "is a comment, a line or an error of a spreadsheet";
const bracketHint = "begins or ends with a bracket";
const emailHint = "is an e-mail address: give the id that the CRM has for it";
const urlHint = "is a URL: give the id alone";
const encodedHint = "is encoded for a URL: give the id as the CRM has it";
const nameHint = "has a name or a formula: give the id alone";
const peopleHint = "is a number or a date as people write it: give the id as the CRM has it";
const emptyHint = "has no letter and no digit";
const columnHint = "is the name of a column: begin with the first id";

/** The command's refusal of a file with ids. Fails when anything is sent. */
async function refusalOf(content: string | Uint8Array, ...more: string[]): Promise<string> {
  await using folder = await makeFolder();
  await using server = await startServer({ json: { id: "1" } });
  const file = await folder.ids(content);
  const options = ["--account", account, "--report", folder.report, "--base-url", server.url, "--yes", "1"];
  const { exitCode, stdout, stderr } = await runCommand(["delete", "--from", file, ...options, ...more]);
  expect({ exitCode, stdout, requests: server.requests }).toEqual({ exitCode: 2, stdout: "", requests: [] });
  return withoutProgram(stderr).replaceAll(file, "ids.txt");
}

/** The number of ids that a dry run counts. */
async function countOf(content: string): Promise<unknown> {
  await using folder = await makeFolder();
  const args = ["delete", "--from", await folder.ids(content), "--dry-run", "--json"];
  const { exitCode, stdout } = await runCommand(args);
  return exitCode === 0 ? JSON.parse(stdout).ids : stdout;
}

test.each([
  ["a comma", "a\nb,c@example.com\n", `line 2: "b,c@example.com" ${csvHint}`],
  ["a semicolon", "101;Ann\n", `line 1: "101;Ann" ${csvHint}`],
  ["a bar", "101|x\n", `line 1: "101|x" ${csvHint}`],
  ["a tab", "101\tAnn\n", `line 1: "101\uFFFDAnn" ${csvHint}`],
  ["a double quote", '"a"\n', `line 1: ""a"" ${quoteHint}`],
  ["a single quote", "a\n'b'\n", `line 2: "'b'" ${quoteHint}`],
  ["a curly quote", "“a”\n", `line 1: "“a”" ${quoteHint}`],
  ["a number in scientific form", "1.61480558E+13\n", `line 1: "1.61480558E+13" ${numberHint}`],
  ["a number in scientific form without a point", "2e+13\n", `line 1: "2e+13" ${numberHint}`],
  ["a number in decimal form", "101.0\n", `line 1: "101.0" ${numberHint}`],
  ...["null", "NULL", "undefined", "NaN", "None", "N/A", "n.a.", "Infinity", "\\N"].map((word) => [
    `the word ${word}`,
    `101\n${word}\n`,
    `line 2: "${word}" ${missingHint}`,
  ]),
  ...["#N/A", "#REF!", "# a comment", "// one", "-- one", "-----", "101 # Ann", "101 -- Ann"].map((text) => [
    `the line ${text}`,
    `101\n${text}\n`,
    `line 2: "${text}" ${commentHint}`,
  ]),
  ...["(2 rows)", "[object Object]", "[101]", "{101}", "<101>", "[101", "101)", "ObjectId(1)"].map((text) => [
    `the line ${text}`,
    `101\n${text}\n`,
    `line 2: "${text}" ${bracketHint}`,
  ]),
  ...["ann@example.com", "Ann ann@example.com", "mailto:ann@example.com"].map((text) => [
    `the e-mail address ${text}`,
    `${text}\n`,
    `line 1: "${text}" ${emailHint}`,
  ]),
  ...[
    "https://crm.example/contacts/1",
    "www.crm.example/1",
    "app.crm.example/contacts/1",
    "tel:+15550100",
    "urn:uuid:550e8400-e29b-41d4-a716-446655440000",
  ].map((url) => [`the URL ${url}`, `${url}\n`, `line 1: "${url}" ${urlHint}`]),
  ...["%31", "101%20"].map((text) => [`the line ${text}`, `${text}\n`, `line 1: "${text}" ${encodedHint}`]),
  ...["id:101", "id=101", "Total: 3", "=A1", "=101", "101:"].map((text) => [
    `the line ${text}`,
    `${text}\n`,
    `line 1: "${text}" ${nameHint}`,
  ]),
  ...[
    ...[
      "+101",
      "-101",
      "1 234",
      "101 102 103",
      "$5",
      "5 %",
      "1.234.567",
      "- 101",
      "* 101",
      "• 101",
      "２３４",
    ],
    ...["1. 101", "+1 555 0100", "555/0100", "01/31/2026", "2026-01-31", "2026-01-31T12:00:00Z"],
  ].map((text) => [`the line ${text}`, `${text}\n`, `line 1: "${text}" ${peopleHint}`]),
  ...["-", "—", "...", "?", "***", "+----+", "§"].map((text) => [
    `the line ${text}`,
    `101\n${text}\n`,
    `line 2: "${text}" ${emptyHint}`,
  ]),
  ...[
    "id",
    "ID",
    "Ids",
    "Record ID",
    "Record ID - Contact",
    "contact_id",
    "contactId",
    "contactID",
    "contactid",
    "hs_object_id",
    "Contact",
    "Kontakt-ID",
    "ID du contact",
    "レコードID",
  ].map((name) => [
    `the column's name ${name} on its first line`,
    `${name}\n101\n`,
    `line 1: "${name}" ${columnHint}`,
  ]),
  ["a repeated id", "a\nb\na\n", 'line 3: "a" is on line 1 already'],
  [
    "a repeated id after an empty line",
    "a\n\nb\nb\n",
    'line 2 is empty\nids.txt, line 4: "b" is on line 3 already',
  ],
  ["an id that is repeated with another line end", "a\r\nb\na", 'line 3: "a" is on line 1 already'],
  ["a dot segment", "a\n../b\n", 'line 2: "../b" has a segment . or .., a relative path'],
  ["a control character", "a\nb\u0007\n", 'line 2: "b\uFFFD" has a control character'],
  [
    "lines that end with CR",
    "a\rb\r",
    'line 1: "a\uFFFDb" has a carriage return: end the lines with LF or CRLF',
  ],
  [
    "an invisible character",
    "a\nb\u200bc\n",
    `line 2: "b\uFFFDc" has a character that can't be seen: U+200B`,
  ],
  ["a line separator", "a\u2028b\n", `line 1: "a\uFFFDb" has a character that can't be seen: U+2028`],
  ["a space at the end of an id", "a\nb \n", `line 2: "b " ${spaceHint}`],
  [
    "a byte-order mark in the middle",
    `a\n${bom}b\n`,
    `line 2: "\uFFFDb" has a character that can't be seen: U+FEFF`,
  ],
  ["two empty lines before an id", "a\n\n\nb\n", "line 2 is empty"],
])("A file with %s is refused, also with --any-id", async (_, content, refusal) => {
  expect(await refusalOf(content, "--any-id")).toBe(`ids.txt, ${refusal}\n`);
  expect(await refusalOf(content)).toBe(`ids.txt, ${refusal}\n`);
});

test.each([
  ["no id", ""],
  ["nothing but empty lines", "\r\n\r\n"],
])("A file with %s is refused", async (_, content) => {
  expect(await refusalOf(content)).toBe("ids.txt is empty: it has no id\n");
});

test("A file in UTF-16, or one that ends within a character, is refused", async () => {
  expect(await refusalOf(Buffer.from(`${bom}a\n`, "utf16le"))).toBe(
    "ids.txt is not UTF-8 text, from line 1 on: save it as plain text in UTF-8, one id a line\n",
  );
  expect(await refusalOf(Buffer.from("a\né").subarray(0, 3))).toBe(
    "ids.txt is not UTF-8 text, from line 2 on: save it as plain text in UTF-8, one id a line\n",
  );
});

test("Of many invalid lines the first ten are named, and the others are counted", async () => {
  const refusal = await refusalOf("../a\n".repeat(13));
  expect(refusal.split("\n")).toHaveLength(12);
  expect(refusal).toContain(
    'ids.txt, line 10: "../a" has a segment . or .., a relative path\nids.txt, and 3 more invalid lines\n',
  );
});

test("A refusal replaces the control characters of a line that it shows", async () => {
  expect(await refusalOf("a,\u001b[2Jb\n")).toContain('line 1: "a,\uFFFD[2Jb" has a separator');
});

test.each([
  ["one id a line", "a\nb\n", 2],
  ["a last line without a line feed", "a\nb", 2],
  ["lines that end with CRLF", "a\r\nb\r\n", 2],
  ["a byte-order mark", `${bom}a\nb\n`, 2],
  ["empty lines at the end", "a\nb\n\n\r\n", 2],
  ["a column's name on another line than the first", "101\nvid\n", 2],
  ["ids with a part that alone would be a column's name", "id_101\nid_102\n", 2],
  ["ids with dashes, as Firebase has them", "--KrXDF6DR1tWXkB\n-QmWP_jk_Ggy6thavE7Q\n", 2],
  ["ids of two numbers", "12345-678\n12345:679\n12345_680\n", 3],
  ["ids in Base64", "rsF+Gyjr43q6tR6UTQ==\nAAMkAGI/2=\n", 2],
  ["two ids with the same hash", "costarring\nliquid\n", 2],
  ["letters of any script, and spaces inside", "Zoë 1\n山田\n", 2],
])("A file with %s is read", async (_, content, ids) => {
  expect(await countOf(content)).toBe(ids);
});

test("A line that is split between two reads is one line", async () => {
  const ids = Array.from({ length: 40_000 }, (_, index) => `é-${index}`);
  expect(await countOf(ids.join("\n"))).toBe(ids.length);
});

test("A byte-order mark and CRLF are not sent", async () => {
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

test("Ids are read from standard input, and the report has the SHA-256 of its bytes", async () => {
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

test("A missing file is refused", async () => {
  const { exitCode, stderr } = await runCommand(["delete", "--from", "/nowhere/ids.txt", "--dry-run"]);
  expect({ exitCode, stderr }).toEqual({
    exitCode: 2,
    stderr:
      "truto-crm-client: /nowhere/ids.txt can't be read: ENOENT: no such file or directory, open '/nowhere/ids.txt'\n",
  });
});

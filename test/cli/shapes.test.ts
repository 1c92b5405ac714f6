import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { account, makeFolder, runCommand, withoutProgram } from "./command.js";

/** The refusal of a file with these lines; empty when a dry run counts them all. */
async function refusalOf(lines: readonly string[], ...more: string[]): Promise<string> {
  await using folder = await makeFolder();
  const from = await folder.ids(lines.join("\n"));
  const args = ["delete", "--from", from, "--account", account, "--dry-run", ...more];
  const { exitCode, stdout, stderr } = await runCommand(args);
  if (exitCode === 2) return withoutProgram(stderr).replaceAll(from, "ids.txt");
  expect(stdout).toMatch(new RegExp(`^${lines.length} ids?:`));
  return "";
}

/** Ids that are made from the numbers 1, 2, 3 and so on. */
const many = (number: number, make: (n: number) => string) =>
  Array.from({ length: number }, (_, index) => make(index + 1));

/** Bytes that look random, and are the same in each run. */
const bytes = (n: number) => [...createHash("sha512").update(String(n)).digest()];
const randomNumber = (n: number) => Buffer.from(bytes(n)).readUInt32BE();
const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const characters = (n: number, length: number, from = base62) =>
  bytes(n)
    .slice(0, length)
    .map((byte) => from[byte % from.length])
    .join("");
const uuid = (n: number) =>
  characters(n, 32, "0123456789abcdef").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");

const anyLength = "letters and digits of any length";

/** Ids as CRMs make them. */
const kinds: [kind: string, make: (n: number) => string][] = [
  ["digits of any length", (n) => `${n}${randomNumber(n) >>> (n % 30)}`],
  ["19 digits, as Zoho's", (n) => `4876876000${String(randomNumber(n)).padStart(10, "0").slice(1)}`],
  ["UUIDs", uuid],
  ["UUIDs in capitals and small letters", (n) => (n % 2 ? uuid(n).toUpperCase() : uuid(n))],
  ["15 letters and digits, as Salesforce's", (n) => `003${characters(n, 12)}`],
  ["18 letters and digits, as Salesforce's", (n) => `003${characters(n, 15)}`],
  ["15 and 18 letters and digits mixed", (n) => `003${characters(n, n % 3 ? 15 : 12)}`],
  ["24 hexadecimal digits", (n) => characters(n, 24, "0123456789abcdef")],
  ["20 letters and digits", (n) => characters(n, 20)],
  ["a number and a word, as Nutshell's", (n) => `${n}-contacts`],
  ["a word and letters, as Close's", (n) => `cont_${characters(n, 43)}`],
  ["a word and a number", (n) => `lead${n}`],
  ["a word, a dash and a number", (n) => `contact-${n}`],
  [anyLength, (n) => randomNumber(n).toString(36)],
];

describe.each(kinds)("Ids of %s", (kind, make) => {
  test.each([1, 2, 3, 30, 3_000])("are accepted in a file of %i", async (number) => {
    expect(await refusalOf(many(number, make))).toBe("");
  });

  // A word could be one of those of any length.
  const words = kind === anyLength ? [] : ["summary", "x"];
  test.each([...words, "total 3", "Ann Lee", "3 rows in set", "no. 7", "a/b"])(
    "are refused with the line %s among them",
    async (line) => {
      const lines = [...many(300, make), line, ...many(200, (n) => make(n + 300))];
      expect(await refusalOf(lines)).toBe(
        `ids.txt, line 301: "${line}" does not look like the other 500, such as "${lines[0]}": ` +
          "--any-id accepts it\n",
      );
      expect(await refusalOf(lines, "--any-id")).toBe("");
    },
  );
});

test("An odd first line of 3,000 is refused, with an example of the others", async () => {
  expect(await refusalOf(["101a", ...many(2_999, String)])).toBe(
    'ids.txt, line 1: "101a" does not look like the other 2,999, such as "1": --any-id accepts it\n',
  );
});

test("One odd line of three is refused, two different lines are not", async () => {
  expect(await refusalOf(["101", "abc", "102"])).toContain('line 2: "abc" does not look like the other 2');
  expect(await refusalOf(["101", "abc"])).toBe("");
});

test("A file is accepted when many of its lines have another shape", async () => {
  expect(await refusalOf([...many(70, String), ...many(30, uuid)])).toBe("");
  expect(await refusalOf([...many(80, String), ...many(20, uuid)])).toContain("and 10 more invalid lines");
});

test.each(["Kundennummer", "客户编号", "First Name"])(
  "The first line %s is refused, as all other lines have a digit",
  async (name) => {
    const problem = `ids.txt, line 1: "${name}" has no digit, unlike all others, and may be the name of a column`;
    for (const number of [1, 2, 30]) {
      const lines = [name, ...many(number, (n) => `k${n}`)];
      expect(await refusalOf(lines)).toBe(`${problem}: --any-id accepts it\n`);
      expect(await refusalOf(lines, "--any-id")).toBe("");
    }
  },
);

test("A first id without a digit is accepted when another has none either, or all have one length", async () => {
  expect(await refusalOf(["abc", "k12", "de", "x345"])).toBe("");
  expect(await refusalOf(["abcdef", "a1b2c3"])).toBe("");
});

/** A number of which a spreadsheet has kept 15 digits. */
const rounded = (n: number) => `${String(randomNumber(n)).padEnd(15, "7")}0000`;

test.each([
  ["a spreadsheet", many(2, rounded)],
  ["JavaScript", many(5, (n) => String(Number(`48768760${1_000_000_001 + n * 1_300}`)))],
])("Numbers that %s has rounded are refused, as they may be the ids of other contacts", async (_, lines) => {
  expect(await refusalOf(lines)).toBe(
    `ids.txt, line 1: "${lines[0]}" may be rounded, as all long numbers here end in 0; export ids as text` +
      ": --any-id accepts it\n",
  );
  expect(await refusalOf(lines, "--any-id")).toBe("");
});

test("Long numbers are accepted when one of them does not end in 0, or few do by chance", async () => {
  expect(await refusalOf([rounded(1), rounded(2), "4876876000123456789"])).toBe("");
  expect(await refusalOf([rounded(1)])).toBe("");
  expect(await refusalOf(many(30, (n) => `${n}000`))).toBe("");
});

test("Ids with a random part are accepted, whatever letters and digits it has", async () => {
  expect(await refusalOf(["crd_15e517", "crd_38a442", "crd_b73ec6"])).toBe("");
});

test("Invalid lines and odd lines are listed together, in order", async () => {
  expect(await refusalOf(["id", "101", "x", "102", "NULL", "103", "101", "104"])).toBe(
    [
      'line 1: "id" is the name of a column: begin with the first id',
      'line 3: "x" does not look like the other 4, such as "101": --any-id accepts it',
      'line 5: "NULL" stands for a value that is missing',
      'line 7: "101" is on line 2 already',
    ]
      .map((problem) => `ids.txt, ${problem}\n`)
      .join(""),
  );
});

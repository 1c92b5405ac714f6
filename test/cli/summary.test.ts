import { expect, test } from "vitest";
import { csvHeader, csvRecord } from "../../src/cli/report/csv.js";
import { nextSteps } from "../../src/cli/report/next-steps.js";
import type { Row } from "../../src/cli/report/row.js";
import { Summarizer, type Summary } from "../../src/cli/report/summary.js";
import { outcomesText, reasonsText } from "../../src/cli/report/text.js";

function summarize(rows: Iterable<Row>) {
  const summarizer = new Summarizer();
  for (const row of rows) summarizer.add(row);
  return summarizer.summary;
}

function summaryText(summary: Summary): string {
  return outcomesText(summary) + reasonsText(summary);
}

function failed(id: string, reason: string, more: Partial<Row> = {}): Row {
  return { id, outcome: "failed", again: false, status: 409, reason, attempts: 1, ...more };
}

const rows: Row[] = [
  { id: "1", outcome: "deleted", again: false, attempts: 1 },
  { id: "2", outcome: "deleted", again: false, attempts: 1, confirmedId: "2" },
  { id: "3", outcome: "gone", again: false, status: 404, attempts: 1 },
  { id: "4", outcome: "unknown", again: true, reason: "no answer within 30 s", attempts: 3 },
  ...["5", "6", "7", "8"].map((id) => failed(id, "Contact has open deals")),
  failed("9", "it broke", { status: 500, again: true }),
  { id: "10", outcome: "unsent", again: true, attempts: 0 },
];

test("a summary has the counts, and the reasons with some contacts each, most frequent first", () => {
  expect(summarize(rows)).toEqual({
    ids: 10,
    left: 3,
    deleted: 2,
    gone: 1,
    unknown: 1,
    failed: 5,
    unsent: 1,
    reasons: [
      {
        count: 4,
        outcome: "failed",
        again: false,
        status: 409,
        reason: "Contact has open deals",
        ids: ["5", "6", "7"],
      },
      {
        count: 1,
        outcome: "unknown",
        again: true,
        status: undefined,
        reason: "no answer within 30 s",
        ids: ["4"],
      },
      { count: 1, outcome: "failed", again: true, status: 500, reason: "it broke", ids: ["9"] },
    ],
  });
});

test("a summary is printed as a line of counts, then a line for each reason with its contacts", () => {
  expect(summaryText(summarize(rows))).toBe(`10 ids: 2 deleted, 1 gone, 1 unknown, 5 failed, 1 unsent
  4 × 409 Contact has open deals: 5, 6, 7, …
  1 × no answer within 30 s (it may be deleted): 4
  1 × 500 it broke: 9
`);
});

test("messages that differ only in the contact's id or a trace number count as one reason", () => {
  const id = "0b54c2a1-9f6e-4a39-8d5e-94f3f0c3a001";
  const { reasons } = summarize([
    failed("31", "Contact 31 has 12 deals (trace 7f3a9c1b2d)"),
    failed(id, `Contact ${id} has 12 deals (trace 00aa11bb22)`),
    failed("a.c", "Contact abc has 12 deals (trace 00aa11bb22)"),
  ]);
  expect(reasons.map(({ count, reason }) => [count, reason])).toEqual([
    [2, "Contact {id} has 12 deals (trace …)"],
    [1, "Contact abc has 12 deals (trace …)"],
  ]);
});

test("a message that is not from a server is not changed, whatever the contact's id", () => {
  const lost = (id: string) =>
    failed(id, "no connection: connect ECONNREFUSED 127.0.0.1:9", { status: undefined });
  const { reasons } = summarize([lost("1"), lost("127")]);
  expect(reasons).toMatchObject([{ count: 2, reason: "no connection: connect ECONNREFUSED 127.0.0.1:9" }]);
});

test("after a thousand different reasons all others are counted as one", () => {
  const words = Array.from({ length: 1_500 }, (_, index) => failed("x", `it said ${index}`));
  const { reasons } = summarize(words);
  expect(reasons).toHaveLength(1_001);
  expect(reasons[0]).toMatchObject({ count: 500, reason: "other reasons", ids: ["x", "x", "x"] });
  expect(summaryText(summarize(words)).split("\n").slice(-3)).toEqual([
    "  1 × 409 it said 18: x",
    "  981 × 981 other reasons",
    "",
  ]);
});

test("contacts that were confirmed under another id are shown", () => {
  const summary = summarize(
    ["1", "2", "3", "4"].map((id) => ({
      id,
      outcome: "deleted",
      again: false,
      attempts: 1,
      confirmedId: `0${id}`,
    })),
  );
  expect(summary.otherIds?.count).toBe(4);
  expect(summaryText(summary)).toContain(
    "\n  4 × confirmed under another id: 1 as 01, 2 as 02, 3 as 03, …\n",
  );
});

test("text of a server can't break a line or move the cursor", () => {
  expect(summaryText(summarize([failed("a\u001b[2J", "one\ntwo\u202e")]))).toBe(
    "1 id: 0 deleted, 0 gone, 0 unknown, 1 failed, 0 unsent\n  1 × 409 one\uFFFDtwo\uFFFD: a\uFFFD[2J\n",
  );
});

test("the next steps name what is left, what to look at and what to retry", () => {
  expect(nextSteps(summarize(rows), "a")).toEqual([
    "3 left: the same command sends them.",
    "Once the cause is fixed, the same command with --retry-failed sends 4 contacts again.",
  ]);
  const unknown: Row = { id: "1", outcome: "unknown", again: false, reason: "lost", attempts: 3 };
  expect(nextSteps(summarize([unknown]), "a")).toEqual([
    "1 may be deleted, although a later answer was no success: look at it in the CRM.",
    "Once the cause is fixed, the same command with --retry-failed sends 1 contact again.",
  ]);
  const gone: Row = { id: "1", outcome: "gone", again: false, attempts: 1 };
  expect(nextSteps(summarize([gone, gone]), "acc\u001b")).toEqual([
    "Every contact was gone, and none deleted: is acc\uFFFD the right account, and are the ids those of the CRM?",
  ]);
  expect(nextSteps(summarize(rows.slice(0, 3)), "a")).toEqual([]);
});

test("a contact is a line of CSV, with the time and the confirmed id", () => {
  expect(csvHeader).toBe("id,outcome,again,status,reason,attempts,time,confirmedId\r\n");
  const at = "2026-01-01T00:00:00.000Z";
  expect(csvRecord({ id: "1", outcome: "deleted", again: false, attempts: 2, at, confirmedId: "01" })).toBe(
    `1,deleted,false,,,2,${at},01\r\n`,
  );
  expect(csvRecord(failed("1", "no"))).toBe("1,failed,false,409,no,1,,\r\n");
});

test.each([
  ["a comma", "a,b", '"a,b"'],
  ["a quote", 'a "b"', '"a ""b"""'],
  ["a line feed", "a\nb", '"a\nb"'],
  ["a carriage return", "a\rb", '"a\rb"'],
  ["an equals sign first", "=1+1", "'=1+1"],
  ["a plus sign first", "+1", "'+1"],
  ["a minus sign first", "-1", "'-1"],
  ["an at sign first", "@SUM(A1)", "'@SUM(A1)"],
  ["a formula after spaces", "  =1", "'  =1"],
  ["a formula of full width", "＝1", "'＝1"],
  ["a tab first", "\t=1", "'\t=1"],
  ["a tab first, and no formula", "\tA1", "'\tA1"],
  ["a formula with a quote", '=HYPERLINK("x")', '"\'=HYPERLINK(""x"")"'],
  ["a sign in the middle", "a=b", "a=b"],
])("a text with %s is quoted as RFC 4180 says, and is no formula", (_, text, expected) => {
  expect(csvRecord(failed(text, text))).toBe(`${expected},failed,false,409,${expected},1,,\r\n`);
});

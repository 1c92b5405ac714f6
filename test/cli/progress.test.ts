import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { Ledger } from "../../src/cli/report/ledger.js";
import { ProgressLine } from "../../src/cli/screen/progress.js";

const clearLine = "\r\u001b[K";

/** A run of ten ids: five are done, two under way, and one is unknown. */
function halfDone(): Ledger {
  const ledger = new Ledger(10);
  const outcomes = ["deleted", "deleted", "deleted", "gone", "failed", "unknown"] as const;
  for (const [index, outcome] of outcomes.entries()) ledger.apply({ n: index + 1, id: "x", outcome });
  for (const n of [7, 8]) ledger.apply({ n, id: "x", sending: "key" });
  return ledger;
}

/** What a screen shows after two intervals, line by line. */
async function shown(screen: { isTTY: boolean; columns?: number }, speed?: { rate: number; eta?: number }) {
  let text = "";
  const write = (part: string) => {
    text += part;
  };
  const progress = new ProgressLine({ ...screen, write }, halfDone(), 5);
  if (speed) progress.update(speed);
  await sleep(5);
  while (text.split("6/10").length < 3) await sleep(1);
  progress.say("Paused.");
  progress.end();
  const end = text;
  await sleep(20);
  expect(text).toBe(end);
  return text;
}

const counts = "3 deleted, 1 gone, 1 unknown, 1 failed";

test("On a terminal it redraws one line: bar, counts, rate and time left", async () => {
  const text = await shown({ isTTY: true, columns: 120 }, { rate: 4.9, eta: 61_000 });
  const line = `${clearLine}[############--------]  6/10  4.9/s  1 min 1 s left  ${counts}`;
  expect(text.startsWith(line + line)).toBe(true);
  expect(text.endsWith(`${line}${clearLine}Paused.\n${clearLine}`)).toBe(true);
});

test("On a narrow terminal the line is cut, as one that wraps can't be redrawn", async () => {
  const text = await shown({ isTTY: true, columns: 30 });
  for (const line of text.split(clearLine)) expect(line.trimEnd().length).toBeLessThan(30);
});

test("Elsewhere it writes a line now and then, without a bar or a control character", async () => {
  const text = await shown({ isTTY: false }, { rate: 5, eta: 3_600_000 });
  const line = `6/10  5.0/s  1 h 0 min left  ${counts}\n`;
  expect(text.startsWith(line + line)).toBe(true);
  expect(text.endsWith(`${line}Paused.\n`)).toBe(true);
});

test("Before it knows how fast it is, it says nothing of it", async () => {
  expect(await shown({ isTTY: false })).toMatch(new RegExp(`^6/10 {2}${counts}\n`));
});

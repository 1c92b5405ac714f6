import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Tally } from "../../src/cli/report/ledger.js";
import { ProgressLine } from "../../src/cli/screen/progress.js";
import { TrutoApiError, TrutoConnectionError } from "../../src/errors.js";

const clearLine = "\r\u001b[K";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A run of ten ids: six are settled, two are under way. */
function halfDone(tally: Partial<Tally> = {}) {
  return {
    ids: 10,
    underWay: 2,
    counts: { deleted: 3, gone: 1, unknown: 1, failed: 1, unsent: 4, ...tally },
    tally() {
      return { ...this.counts };
    },
  };
}

/** Shows a run on a screen, and gives what is written there. */
function show({ columns = 120, isTTY = true, run = halfDone(), limit = { requests: 50, seconds: 10 } }) {
  let text = "";
  const screen = {
    columns,
    write(part: string) {
      text += part;
    },
  };
  const progress = new ProgressLine(screen, run, { limit, canRedraw: isTTY });
  /** What is written in the next seconds. */
  const after = (seconds: number) => {
    text = "";
    vi.advanceTimersByTime(seconds * 1_000);
    return text;
  };
  /** The line on the terminal after some seconds. */
  const lineAfter = (seconds: number) => after(seconds).split(clearLine).at(-1) ?? "";
  const written = (write: () => void) => {
    text = "";
    write();
    return text;
  };
  return { run, progress, after, lineAfter, written };
}

const counts = "3 deleted, 1 gone, 1 unknown, 1 failed";

function apiError(status: number, error: string) {
  const fields = { status, error, detail: undefined, body: {}, headers: new Headers(), isRemote: false };
  const more = { contactNotFound: false, rawResponse: undefined, insight: undefined, details: undefined };
  const last = { missingScopes: [], needsReauth: false, rateLimit: undefined, retryAfter: undefined };
  const outcome = { attempts: 1, mayHaveBeenApplied: false };
  return new TrutoApiError(`DELETE /: ${status} ${error}`, outcome, { ...fields, ...more, ...last });
}

const limited = apiError(429, "Too Many Requests");
const down = apiError(503, "Service Unavailable");

test("On a terminal one line with bar, rate, time left and counts is redrawn each second", () => {
  const { progress, after } = show({});
  progress.update({ rate: 4.9, eta: 62_000 });
  const line = (left: string) => `${clearLine}[############--------]  6/10  4.9/s  ${left} left  ${counts}`;
  expect(after(3)).toBe(line("1 min 1 s") + line("1 min 0 s") + line("59 s"));
});

test("The time left counts down while no contact settles, and stops at 0", () => {
  const { progress, lineAfter } = show({});
  progress.update({ rate: 5, eta: 3_000 });
  expect(lineAfter(2)).toContain("  1 s left  ");
  expect(lineAfter(5)).toContain("  0 s left  ");
});

test("The line has no rate and no time left before they are known", () => {
  expect(show({}).lineAfter(1)).toBe(`[############--------]  6/10  ${counts}`);
});

test("When the limit is used up, the line shows the wait, and the time left includes it", () => {
  const { progress, lineAfter } = show({ limit: { requests: 2, seconds: 10 } });
  progress.send();
  expect(lineAfter(1)).not.toContain("waiting");
  progress.send();
  progress.update({ rate: 0.2, eta: 40_000 });
  // The first request leaves the window 10 s after it was sent.
  expect(lineAfter(2)).toContain("  47 s left  waiting 7 s for Truto's limit  ");
  expect(lineAfter(5)).toContain("  42 s left  waiting 2 s for Truto's limit  ");
  expect(lineAfter(2)).toMatch(/ {2}40 s left {2}3 deleted/);
  expect(lineAfter(1)).toContain("  39 s left  ");
});

test("When all ids are sent, the line shows no wait", () => {
  const { progress, lineAfter } = show({ run: halfDone({ unsent: 2 }), limit: { requests: 1, seconds: 60 } });
  progress.send();
  expect(lineAfter(2)).not.toContain("waiting");
});

test("A pause that the server asks for is shown until its end, and the time left includes it", () => {
  const { run, progress, lineAfter, written } = show({ columns: 200 });
  progress.update({ rate: 5, eta: 20_000 });
  expect(written(() => progress.pause({ delay: 5_000, reason: limited }))).toBe(
    `${clearLine}[############--------]  6/10  5.0/s  25 s left  paused 5 s: 429 Too Many Requests  ${counts}`,
  );
  run.counts.deleted++;
  expect(lineAfter(2)).toContain("  23 s left  paused 3 s: 429 Too Many Requests  4 deleted");
  expect(lineAfter(4)).toMatch(/^\S+ {2}6\/10 {2}5\.0\/s {2}19 s left {2}4 deleted/);
});

test("A pause for a server that is down is shown until an answer comes", () => {
  const { run, progress, lineAfter } = show({ columns: 200 });
  progress.pause({ delay: 2_000, reason: down });
  expect(lineAfter(1)).toContain("  paused 1 s: 503 Service Unavailable  ");
  expect(lineAfter(2)).toContain("  asking whether the server is back: 503 Service Unavailable  ");
  progress.pause({
    delay: 4_000,
    reason: new TrutoConnectionError("cut", { attempts: 1, mayHaveBeenApplied: true }),
  });
  expect(lineAfter(1)).toContain("  paused 3 s: no answer  ");
  run.counts.gone++;
  expect(lineAfter(1)).not.toMatch(/paused|asking/);
});

test("On a terminal many pauses are one line", () => {
  const { progress, after, written } = show({});
  const text = written(() => {
    for (let n = 0; n < 100; n++) progress.pause({ delay: 1_000, reason: limited });
  });
  expect(text + after(10)).not.toContain("\n");
});

test("Without a terminal a pause is a line when it starts, then at most one a minute", () => {
  const { progress, after, written } = show({ isTTY: false });
  const pause = () => progress.pause({ delay: 7_000, reason: down });
  expect(written(pause)).toBe("Paused for 7 s: DELETE /: 503 Service Unavailable\n");
  expect(written(pause)).toBe("");
  expect(after(59)).toBe("");
  expect(written(pause)).toBe("");
  expect(after(1)).toBe(`6/10  paused 6 s: 503 Service Unavailable  ${counts}\n`);
  expect(written(pause)).toContain("Paused for 7 s");
});

test("Without a terminal the progress is a line a minute, without a bar or a control character", () => {
  const { progress, after } = show({ isTTY: false });
  progress.update({ rate: 5, eta: 3_720_000 });
  expect(after(120)).toBe(`6/10  5.0/s  1 h 1 min left  ${counts}\n6/10  5.0/s  1 h 0 min left  ${counts}\n`);
});

test("A message that stays replaces the progress line", () => {
  const { progress, written } = show({});
  expect(written(() => progress.say("Interrupted."))).toBe(`${clearLine}Interrupted.\n`);
});

test("The last line says how long the run took", () => {
  const { progress, after, written } = show({});
  after(61);
  expect(written(() => progress.end())).toBe(`${clearLine}Took 1 min 1 s.\n`);
  expect(after(5)).toBe("");
});

test.each([
  [
    120,
    "[--------------------]  9350/2000000  5.0/s  4 days 14 h left  8100 deleted, 1200 gone, 40 unknown, 10 failed",
  ],
  [
    100,
    "[----------]  9350/2000000  5.0/s  4 days 14 h left  8100 deleted, 1200 gone, 40 unknown, 10 failed",
  ],
  [94, "9350/2000000  5.0/s  4 days 14 h left  8100 deleted, 1200 gone, 40 unknown, 10 failed"],
  [80, "9350/2000000  4 days 14 h left  8100 deleted, 1200 gone, 40 unknown, 10 failed"],
  [77, "0 %  4 days 14 h left  8100 deleted, 1200 gone, 40 unknown, 10 failed"],
  [60, "0 %  8100 deleted, 1200 gone, 40 unknown, 10 failed"],
  [40, "0 %  10 failed, 8100 deleted"],
  [15, "10 failed, 810"],
])("On %i columns the line fits, and shows how many failed", (columns, line) => {
  const run = halfDone({ deleted: 8_100, gone: 1_200, unknown: 40, failed: 10, unsent: 1_990_650 });
  const { progress, lineAfter } = show({ columns, run: { ...run, ids: 2_000_000 } });
  progress.update({ rate: 5, eta: 398_130_000 });
  expect(lineAfter(1)).toBe(line);
});

test.each([100, 2_000_000])(
  "On 80 columns the line of %i ids fits while they wait, and in a pause",
  (ids) => {
    const run = { ...halfDone({ deleted: 50, gone: 0, unknown: 0, failed: 0, unsent: ids - 50 }), ids };
    const { progress, lineAfter } = show({ columns: 80, run, limit: { requests: 1, seconds: 10 } });
    progress.update({ rate: 5, eta: 1_000_000 });
    progress.send();
    expect(lineAfter(2)).toMatch(
      / waiting 8 s for Truto's limit {2}50 deleted, 0 gone, 0 unknown, 0 failed$/,
    );
    progress.pause({ delay: 60_000, reason: limited });
    expect(lineAfter(1)).toMatch(/ paused 59 s: 429.* {2}50 deleted, 0 gone, 0 unknown, 0 failed$/);
  },
);

test.each([
  [45, "60 %  paused 59 s: 429  1 failed, 3 deleted"],
  [40, "60 %  paused 59 s  1 failed, 3 deleted"],
])("On %i columns a pause is in the line", (columns, line) => {
  const { progress, lineAfter } = show({ columns });
  progress.pause({ delay: 60_000, reason: limited });
  expect(lineAfter(1)).toBe(line);
});

test("A terminal of unknown width is taken to have 80 columns", () => {
  const run = halfDone({ deleted: 8_100 });
  const { progress, lineAfter } = show({ columns: 0, run });
  progress.update({ rate: 5, eta: 398_130_000 });
  expect(lineAfter(1).length).toBeLessThan(80);
});

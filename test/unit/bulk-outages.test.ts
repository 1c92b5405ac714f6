import { describe, expect, test } from "vitest";
import {
  type DeleteContactsOptions,
  type DeleteOutcome,
  type DeletePause,
  deleteContacts,
} from "../../src/bulk/index.js";
import { collect, numberedIds, tally } from "../support/outcomes.js";
import {
  createSimulatedClient,
  crmError,
  done,
  type SimulatedAnswer,
  type SimulatedRequest,
  trutoError,
} from "../support/simulated-client.js";
import { VirtualClock } from "../support/virtual-clock.js";

const minute = 60_000;

/** Runs over ids against a simulated server. Returns all that happened. */
async function simulate(
  ids: readonly string[],
  answer: (request: SimulatedRequest) => SimulatedAnswer,
  options: DeleteContactsOptions = {},
) {
  const clock = new VirtualClock();
  const pauses: (DeletePause & { at: number })[] = [];
  const onPause = (pause: DeletePause) => pauses.push({ ...pause, at: clock.now });
  const { truto, requests } = createSimulatedClient(clock, answer);
  const run = () => collect(deleteContacts(truto, ids, {}, { onPause, ...options }));
  const { outcomes, thrown } = await clock.run(run);
  expect(new Set(outcomes.map(({ index }) => index)).size).toBe(outcomes.length);
  return { outcomes, reason: thrown?.reason, requests, pauses, took: clock.now };
}

/** Answers by the number in an id such as `c20`. */
const between = (first: number, last: number, { id }: SimulatedRequest) =>
  Number(id.slice(1)) >= first && Number(id.slice(1)) <= last;

describe("A run deletes every other contact", () => {
  test.each<[string, SimulatedAnswer, string]>([
    ["422 of the CRM", crmError(422), "failed"],
    ["400 of Truto", trutoError(400), "failed"],
    ["404 of the CRM", crmError(404), "gone"],
    ["500 of Truto", trutoError(500), "unknown"],
    ["lost connections", "lost", "unknown"],
    ["timeouts", "silence", "unknown"],
  ])("after many in a row with %s", async (_, answer, outcome) => {
    for (const count of [40, 160]) {
      const isBad = (request: SimulatedRequest) => between(20, 19 + count, request);
      const { outcomes, reason } = await simulate(numberedIds(300), (request) =>
        isBad(request) ? answer : done,
      );
      expect(reason).toBeUndefined();
      expect(tally(outcomes)).toEqual({ deleted: 300 - count, [outcome]: count });
    }
  });

  test("and reports a single 403 as failed, to be sent again", async () => {
    const { outcomes, reason } = await simulate(numberedIds(100), (request) =>
      between(20, 20, request) ? trutoError(403) : done,
    );
    expect(reason).toBeUndefined();
    expect(outcomes.find(({ id }) => id === "c20")).toMatchObject({ outcome: "failed", again: true });
    expect(tally(outcomes)).toEqual({ deleted: 99, failed: 1 });
  });
});

describe("A run in an outage", () => {
  /** A server that fails from `start` to `end`, in ms. */
  const downBetween = (start: number, end: number, failure: SimulatedAnswer) => (request: SimulatedRequest) =>
    request.at >= start && request.at < end ? failure : done;

  /** Expects all deleted, except those that had used up their attempts before the outage was detected. */
  function expectDeleted(outcomes: readonly DeleteOutcome[], outages: number): void {
    const others = outcomes.filter(({ outcome }) => outcome !== "deleted");
    expect(others.length).toBeLessThanOrEqual(outages * 3);
    for (const outcome of others) expect(outcome).toMatchObject({ again: true, attempts: 3 });
  }

  test.each<[string, SimulatedAnswer]>([
    ["of lost connections", "lost"],
    ["of 502", { status: 502, body: "<html>" }],
    ["of 504", trutoError(504)],
    ["of the CRM's 500", crmError(500)],
  ])("%s of 4 minutes waits, and deletes every contact", async (_, failure) => {
    const { outcomes, reason, requests } = await simulate(
      numberedIds(600),
      downBetween(30_000, 30_000 + 4 * minute, failure),
    );
    expect(reason).toBeUndefined();
    expectDeleted(outcomes, 1);
    const during = requests.filter(({ at }) => at >= 31_000 && at < 30_000 + 4 * minute);
    expect(during.length).toBeLessThan(20);
  });

  test("sends one request at a time, for contacts not tried before, at growing intervals", async () => {
    const { requests, pauses } = await simulate(
      numberedIds(3_000),
      downBetween(30_000, 30 * minute, "lost"),
      { maxPause: 60 * minute },
    );
    const probes = requests.filter(({ at }) => at >= 32_000 && at < 30 * minute);
    expect(probes.every(({ before }) => before === 0)).toBe(true);
    const waits = probes.slice(1).map(({ at }, index) => at - Number(probes[index]?.at));
    for (const [index, wait] of waits.entries()) {
      expect(wait).toBeGreaterThan(Number(waits[index - 1] ?? 0) - 300);
      expect(wait).toBeLessThan(61_000);
    }
    expect(Math.max(...waits)).toBeGreaterThan(59_000);
    expect(pauses.length).toBeLessThanOrEqual(probes.length + 3);
  });

  test("ends after maxPause, and its outcomes say which ids may be sent again", async () => {
    const { outcomes, reason, requests, took } = await simulate(
      numberedIds(3_000),
      downBetween(30_000, Number.POSITIVE_INFINITY, { status: 502, body: "<html>" }),
    );
    expect(reason).toMatchObject({
      name: "TrutoError",
      message: expect.stringMatching(/^stopped after 300 s without a definite answer: DELETE .*502/),
      mayHaveBeenApplied: false,
      cause: { status: 502 },
    });
    expect(took).toBeGreaterThan(30_000 + 5 * minute);
    expect(took).toBeLessThan(30_000 + 6.1 * minute);
    const open = outcomes.filter(({ outcome }) => outcome !== "deleted");
    for (const outcome of open) expect(outcome).toMatchObject({ again: true });
    expect(open.filter(({ attempts }) => attempts === 0).every(({ outcome }) => outcome === "failed")).toBe(
      true,
    );
    expect(requests).toHaveLength(outcomes.reduce((sum, { attempts }) => sum + attempts, 0));
  });

  test("goes on at the first definite answer, and waits up to maxPause again in the next outage", async () => {
    const isDown = ({ at }: SimulatedRequest) => at > 20_000 && at % (5 * minute) < 4 * minute;
    const { outcomes, reason } = await simulate(numberedIds(2_000), (request) =>
      isDown(request) ? "lost" : done,
    );
    expect(reason).toBeUndefined();
    expectDeleted(outcomes, 10);
  });

  test("does not pause when every id failed before: each gets its attempts and settles", async () => {
    const options = { triedBefore: true, maxRetries: 1 };
    const { outcomes, reason, requests, took } = await simulate(
      numberedIds(40),
      () => trutoError(500),
      options,
    );
    expect(reason).toBeUndefined();
    expect(outcomes).toHaveLength(40);
    expect(requests).toHaveLength(80);
    expect(took).toBeLessThan(20_000);
  });

  test("does not pause when the list has ended", async () => {
    const { outcomes, reason, took } = await simulate(numberedIds(60), (request) =>
      between(40, 59, request) ? trutoError(500) : done,
    );
    expect(reason).toBeUndefined();
    expect(tally(outcomes)).toEqual({ deleted: 40, unknown: 20 });
    expect(took).toBeLessThan(3 * minute);
  });

  test("keeps the ids that it passed over, and gives each an outcome when it ends", async () => {
    const controller = new AbortController();
    const taken: string[] = [];
    function* ids() {
      for (const id of numberedIds(3_000)) {
        taken.push(id);
        yield id;
      }
    }
    const clock = new VirtualClock();
    const { truto } = createSimulatedClient(clock, downBetween(30_000, Number.POSITIVE_INFINITY, "lost"));
    const { outcomes, thrown } = await clock.run(async () => {
      setTimeout(() => controller.abort("enough"), 2 * minute);
      return await collect(deleteContacts(truto, ids(), {}, { signal: controller.signal }));
    });
    expect(thrown).toEqual({ reason: "enough" });
    expect(clock.now).toBeLessThan(2 * minute + 1_000);
    expect(outcomes.map(({ id }) => id).sort()).toEqual([...taken].sort());
    expect(outcomes.filter(({ attempts }) => attempts === 0).length).toBeGreaterThan(10);
  });

  test("waits when the token function fails", async () => {
    const clock = new VirtualClock();
    const token = () => {
      if (clock.now > 15_000 && clock.now < 2 * minute) throw new Error("no network");
      return "t";
    };
    const { truto } = createSimulatedClient(clock, () => done, { token });
    const { outcomes, thrown } = await clock.run(() => collect(deleteContacts(truto, numberedIds(200))));
    expect(thrown).toBeUndefined();
    expectDeleted(outcomes, 1);
  });
});

describe("A run that gets a 429", () => {
  test("with a Retry-After of an hour waits if maxPause allows it, else ends", async () => {
    const hour = { "retry-after": "3600" };
    const answer = ({ at }: SimulatedRequest) =>
      at > 15_000 && at < 60 * minute ? trutoError(429, hour) : done;
    const patient = await simulate(numberedIds(200), answer, { maxPause: 61 * minute });
    expect(patient.reason).toBeUndefined();
    expect(tally(patient.outcomes)).toEqual({ deleted: 200 });
    const short = await simulate(numberedIds(200), answer);
    expect(short.reason).toMatchObject({ status: 429, retryAfter: 3_600_000 });
  });

  test("with a Retry-After of months waits when maxPause is Infinity", async () => {
    const days = 60 * 24 * 60 * minute;
    const answer = ({ before, id }: SimulatedRequest) =>
      id === "c1" && before === 0 ? trutoError(429, { "retry-after": `${days / 1_000}` }) : done;
    const { outcomes, requests, took } = await simulate(numberedIds(3), answer, {
      maxPause: Number.POSITIVE_INFINITY,
      concurrency: 1,
    });
    expect(tally(outcomes)).toEqual({ deleted: 3 });
    expect(requests).toHaveLength(4);
    expect(took).toBeGreaterThan(days);
  });

  test("for a whole burst reports it once, spends no retries, and sends one request at a time", async () => {
    const answer = ({ at }: SimulatedRequest) =>
      at < 5_000 ? trutoError(429, { "retry-after": "5" }) : done;
    const { outcomes, requests, pauses } = await simulate(numberedIds(100), answer, { maxRetries: 0 });
    expect(tally(outcomes)).toEqual({ deleted: 100 });
    expect(pauses).toMatchObject([{ delay: 5_000, reason: { status: 429 } }]);
    const [first, second] = requests.filter(({ at }) => at >= 5_000);
    expect(Number(second?.at) - Number(first?.at)).toBeGreaterThanOrEqual(20);
  });

  test("repeatedly pauses longer each time, and starts anew after another answer", async () => {
    const answer = ({ before, id }: SimulatedRequest) =>
      before < 3 && (id === "c0" || id === "c1") ? trutoError(429) : done;
    const { pauses } = await simulate(numberedIds(2), answer, { concurrency: 1 });
    expect(pauses).toHaveLength(6);
    // With full jitter a wait may be short, but it is never longer than this.
    for (const [index, { delay }] of pauses.entries()) {
      expect(delay).toBeLessThanOrEqual(500 * 2 ** (index % 3));
    }
  });

  test("for the whole of maxPause ends, unless another answer came in between", async () => {
    const limited = trutoError(429, { "retry-after": "100" });
    const always = await simulate(numberedIds(10), () => limited, { concurrency: 1 });
    expect(always.reason).toMatchObject({ status: 429 });
    expect(always.requests).toHaveLength(4);
    const thrice = await simulate(numberedIds(10), ({ before }) => (before < 3 ? limited : done), {
      concurrency: 1,
    });
    expect(thrice.reason).toBeUndefined();
    expect(tally(thrice.outcomes)).toEqual({ deleted: 10 });
  });
});

describe("A run that gets a 500", () => {
  test.each([
    { retryAfter: 200, attempts: 2, outcome: "deleted" },
    { retryAfter: 400, attempts: 1, outcome: "unknown" },
  ])(
    "with a Retry-After of $retryAfter s and a maxPause of 300 s makes $attempts attempts",
    async ({ retryAfter, ...expected }) => {
      const answer = ({ id, before }: SimulatedRequest) =>
        id === "c1" && before === 0 ? trutoError(500, { "retry-after": `${retryAfter}` }) : done;
      const { outcomes, reason, took } = await simulate(numberedIds(3), answer);
      expect(reason).toBeUndefined();
      expect(outcomes.find(({ id }) => id === "c1")).toMatchObject(expected);
      expect(took > 200_000).toBe(expected.attempts === 2);
    },
  );
});

describe("A run", () => {
  const ended = async (answer: (request: SimulatedRequest) => SimulatedAnswer, options = {}) => {
    const { outcomes, reason, requests } = await simulate(numberedIds(300), answer, options);
    return { outcomes, reason, sent: requests.length };
  };

  test.each<[string, SimulatedAnswer]>([
    ["403", trutoError(403)],
    ["Truto's own 404", trutoError(404)],
    ["pages of a proxy", { status: 404, body: "<html>" }],
    ["308", { status: 308, headers: { location: "https://other.example" } }],
    ["202", { status: 202 }],
  ])("ends after stopAfter answers in a row that only a person can fix: %s", async (_, answer) => {
    const { outcomes, reason, sent } = await ended(() => answer, { concurrency: 5 });
    expect(reason).toMatchObject({ message: expect.stringMatching(/^stopped after 20 failures in a row/) });
    expect(sent).toBeLessThanOrEqual(25);
    for (const outcome of outcomes) expect(outcome).toMatchObject({ again: true });
  });

  test("goes on when an answer about a contact interrupts such a row", async () => {
    const { reason } = await ended(
      (request) => (Number(request.id.slice(1)) % 20 ? trutoError(403) : crmError(422)),
      {
        concurrency: 1,
      },
    );
    expect(reason).toBeUndefined();
  });

  test("ends when the first stopAfterGone contacts are all gone and none was deleted", async () => {
    const { outcomes, reason, sent } = await ended(() => crmError(404), { concurrency: 5 });
    expect(reason).toMatchObject({
      message: expect.stringMatching(/^stopped after 50 contacts that were all gone: /),
    });
    expect(sent).toBeLessThanOrEqual(55);
    expect(tally(outcomes).gone).toBeGreaterThanOrEqual(50);
    const other = await ended(() => crmError(404), { stopAfterGone: Number.POSITIVE_INFINITY });
    expect(other.reason).toBeUndefined();
    expect(tally(other.outcomes)).toEqual({ gone: 300 });
  });

  test("goes on when one of them was deleted, or may have been deleted before", async () => {
    const one = await ended(({ id }) => (id === "c7" ? done : crmError(404)), { concurrency: 1 });
    expect(tally(one.outcomes)).toEqual({ deleted: 1, gone: 299 });
    const resumed = await ended(() => crmError(404), {
      resumeKey: (id: string) => `key of ${id}`,
      concurrency: 1,
    });
    expect(tally(resumed.outcomes)).toEqual({ gone: 300 });
  });

  test.each<[string, SimulatedAnswer]>([
    ["401", trutoError(401)],
    ["401 of the CRM", crmError(401)],
    ["405", trutoError(405)],
    ["503 of a blocked account", trutoError(503)],
  ])("ends at once on errors that affect every id: %s", async (_, answer) => {
    const { outcomes, reason } = await ended((request) => (between(100, 299, request) ? answer : done));
    expect(reason).toMatchObject({ name: "TrutoApiError", attempts: 1, mayHaveBeenApplied: false });
    for (const outcome of outcomes)
      if (outcome.outcome !== "deleted") expect(outcome).toMatchObject({ again: true });
  });
});

import { describe, expect, test } from "vitest";
import { type DeleteContactsOptions, deleteContacts } from "../../src/bulk/index.js";
import { TrutoInputError } from "../../src/index.js";
import { collect, tally } from "../support/outcomes.js";
import { createSimulatedClient, crmError, done, trutoError } from "../support/simulated-client.js";
import { VirtualClock } from "../support/virtual-clock.js";

/** Calls as plain JavaScript does. */
const call = deleteContacts as (...args: unknown[]) => AsyncGenerator;

test("A run copies its ids, its query and its options at the call", async () => {
  const clock = new VirtualClock();
  const { truto, requests } = createSimulatedClient(clock, () => done);
  const query = { integrated_account_id: "A", remote_query: { nested: { of: "A" } } };
  const ids = ["a1", "a2"];
  const limits = { account: 50 };
  const run = deleteContacts(truto, ids, query, { limits });
  query.integrated_account_id = "B";
  query.remote_query.nested.of = "B";
  ids.length = 0;
  limits.account = Number.NaN;
  const { outcomes } = await clock.run(() => collect(run));
  expect(tally(outcomes)).toEqual({ deleted: 2 });
  expect(requests.map(({ account }) => account)).toEqual(["A", "A"]);
});

describe("A run refuses at the call", () => {
  const contacts = { delete: () => Promise.reject(new Error("must not be called")) };
  const query = { integrated_account_id: "a" };
  test.each<[string, unknown[], RegExp]>([
    ["a missing account", [{ contacts }, ["7"]], /integrated_account_id is missing/],
    [
      "an empty account",
      [{ contacts }, ["7"], { integrated_account_id: "" }],
      /integrated_account_id is missing/,
    ],
    [
      "an option in the query",
      [{ contacts }, ["7"], { ...query, concurrency: 5 }],
      /no query parameter "concurrency"/,
    ],
    ["ids that are no list", [{ contacts }, 7, query], /ids must be a list/],
    ["a map of ids by name", [{ contacts }, { a: "7" }, query], /ids must be a list/],
    [
      "a controller for a signal",
      [{ contacts }, ["7"], query, { signal: new AbortController() }],
      /AbortSignal/,
    ],
    ["what is no client", [{}, ["7"], query], /must be a client/],
    ["a text for a function", [{ contacts }, ["7"], query, { onSend: "log" }], /onSend must be a function/],
    ["a text for a limit", [{ contacts }, ["7"], query, { limits: { account: "50" } }], /must be a number/],
    ["a total that is no number", [{ contacts }, ["7"], query, { total: "7" }], /total must be a number/],
    [
      "dates for sentBefore",
      [{ contacts }, ["7"], query, { sentBefore: [new Date()] }],
      /sentBefore must be/,
    ],
  ])("%s", (_, args, message) => {
    expect(() => call(...args)).toThrow(TrutoInputError);
    expect(() => call(...args)).toThrow(message);
  });
});

test.each<[string, unknown]>([
  ["a promise", async () => undefined],
  ["a number", () => 7],
  ["an object", () => ({})],
  ["null", () => null],
  ["an empty text", () => ""],
  ["a line break", () => "a\nb"],
  ["the word undefined", () => "undefined"],
])("A run ends before it sends with a key that is %s", async (_, resumeKey) => {
  const clock = new VirtualClock();
  const { truto, requests } = createSimulatedClient(clock, () => done);
  const options = { resumeKey } as DeleteContactsOptions;
  const { outcomes, thrown } = await clock.run(() => collect(deleteContacts(truto, ["7", "8"], {}, options)));
  expect(thrown?.reason).toBeInstanceOf(TrutoInputError);
  expect(requests).toHaveLength(0);
  expect(outcomes.every(({ attempts }) => attempts === 0)).toBe(true);
});

test("A run ends before it sends a second contact with the key of another", async () => {
  const clock = new VirtualClock();
  const { truto, requests } = createSimulatedClient(clock, () => done);
  const options = { resumeKey: () => "one" };
  const { thrown } = await clock.run(() => collect(deleteContacts(truto, ["7", "8"], {}, options)));
  expect(thrown?.reason).toMatchObject({ message: expect.stringContaining("the same key") });
  expect(requests.map(({ id }) => id)).toEqual(["7"]);
});

test("A repeated id whose first answer was lost is unknown, not failed, and keeps its key", async () => {
  const clock = new VirtualClock();
  const answer = ({ before }: { before: number }) => (before === 0 ? ("lost" as const) : crmError(422));
  const { truto, requests } = createSimulatedClient(clock, answer);
  const options = { maxRetries: 0 };
  const { outcomes } = await clock.run(() => collect(deleteContacts(truto, ["7", "7"], {}, options)));
  expect(outcomes).toMatchObject([
    { outcome: "unknown", again: true },
    { outcome: "unknown", again: false },
  ]);
  expect(requests[1]?.key).toBe(requests[0]?.key);
});

test("The maxRetries of a client is the default of its runs", async () => {
  const clock = new VirtualClock();
  const { truto, requests } = createSimulatedClient(clock, () => trutoError(500), { maxRetries: 4 });
  await clock.run(() => collect(deleteContacts(truto, ["7"])));
  expect(requests).toHaveLength(5);
});

test("The outcome of an answer about another id has that id as confirmedId", async () => {
  const clock = new VirtualClock();
  const { truto } = createSimulatedClient(clock, ({ id }) => ({
    status: 200,
    body: { id: id === "7" ? "8" : id },
  }));
  const { outcomes } = await clock.run(() => collect(deleteContacts(truto, ["7", "9"])));
  expect(outcomes).toMatchObject([{ id: "7", outcome: "deleted", confirmedId: "8" }, { id: "9" }]);
  expect(outcomes[1]).not.toHaveProperty("confirmedId");
});

test("A callback that never settles delays neither an abort nor the end of a run", async () => {
  const clock = new VirtualClock();
  const { truto, requests } = createSimulatedClient(clock, () => done);
  const never = () => new Promise<never>(() => {});
  const controller = new AbortController();
  const { signal } = controller;
  const aborted = await clock.run(async () => {
    setTimeout(() => controller.abort("enough"), 50);
    return await collect(deleteContacts(truto, ["7"], {}, { onSend: never, signal }));
  });
  expect(aborted.thrown).toEqual({ reason: "enough" });
  expect(aborted.outcomes).toMatchObject([{ outcome: "failed", attempts: 0, again: true }]);
  expect(requests).toHaveLength(0);
  const other = new VirtualClock();
  const client = createSimulatedClient(other, () => done);
  const { outcomes } = await other.run(() =>
    collect(deleteContacts(client.truto, ["7"], {}, { onProgress: never })),
  );
  expect(tally(outcomes)).toEqual({ deleted: 1 });
});

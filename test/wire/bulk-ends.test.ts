import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { type DeleteContactsOptions, type DeleteProgress, deleteContacts } from "../../src/bulk/index.js";
import { TrutoApiError, TrutoInputError } from "../../src/index.js";
import { createTestClient } from "../support/client.js";
import { collect, lies, numberedIds, tally } from "../support/outcomes.js";
import { type Answer, type Reply, startServer } from "../support/server.js";
import { startTruthServer } from "../support/truth-server.js";

const account = { integrated_account_id: "account-1" };
const quick = { limits: { account: 1_000, token: 1_000, window: 50 }, concurrency: 10 };

/** A list of ids that counts how many were taken, and records whether it was closed. */
function watched(ids: readonly string[], wait = 0) {
  const seen = { taken: 0, isReleased: false };
  async function* take() {
    try {
      for (const id of ids) {
        if (wait) await sleep(wait);
        seen.taken++;
        yield id;
      }
    } finally {
      seen.isReleased = true;
    }
  }
  return { ids: take(), seen };
}

describe("An abort", () => {
  test.each([
    ["of a list", (ids: string[]) => ({ ids, seen: undefined })],
    ["of a stream of ids", (ids: string[]) => watched(ids)],
  ])("%s takes no more ids, yields the outcomes under way, then throws its reason", async (_, source) => {
    const all = numberedIds(200);
    await using server = await startTruthServer({ accounts: { "account-1": all }, latency: 60 });
    const { ids, seen } = source(all);
    const controller = new AbortController();
    const options = { ...quick, signal: controller.signal };
    const run = deleteContacts(createTestClient(server), ids, {}, options);
    const outcomes = [];
    let thrown: unknown;
    try {
      for await (const outcome of run) if (outcomes.push(outcome) === 25) controller.abort("enough");
    } catch (reason) {
      thrown = reason;
    }
    expect(thrown).toBe("enough");
    expect(outcomes.map(({ index }) => index).sort((one, other) => one - other)).toEqual([
      ...outcomes.keys(),
    ]);
    expect(outcomes.length).toBeLessThanOrEqual(45);
    if (seen) expect(seen).toEqual({ taken: outcomes.length, isReleased: true });
    expect(await lies(server, "account-1", outcomes)).toEqual([]);
    expect(server.arrivals).toHaveLength(outcomes.filter(({ attempts }) => attempts > 0).length);
  });

  test("before the start takes no id and throws its reason, even a falsy one", async () => {
    await using server = await startServer();
    const { ids, seen } = watched(["7"]);
    const signal = AbortSignal.abort(0);
    const result = await collect(deleteContacts(createTestClient(server), ids, {}, { signal }));
    expect(result).toEqual({ outcomes: [], thrown: { reason: 0 } });
    expect(seen.taken).toBe(0);
    expect(server.requests).toHaveLength(0);
  });

  test.each<[string, Reply, Partial<DeleteContactsOptions>]>([
    ["for a slot", { status: 204 }, { limits: { account: 1, window: 60_000 } }],
    ["for the end of a pause", { status: 429, headers: { "retry-after": "60" } }, {}],
    ["for the next attempt", { status: 500, headers: { "retry-after": "60" } }, {}],
  ])("ends a wait %s at once", async (_, reply, options) => {
    await using server = await startServer(reply);
    const controller = new AbortController();
    const { signal } = controller;
    const run = deleteContacts(createTestClient(server), numberedIds(5), {}, { ...options, signal });
    const collecting = collect(run);
    while (server.requests.length === 0 || server.openRequests > 0) await sleep(10);
    await sleep(50);
    controller.abort("enough");
    const { outcomes, thrown } = await collecting;
    expect(thrown).toEqual({ reason: "enough" });
    expect(outcomes.filter(({ attempts }) => attempts > 0)).toHaveLength(server.requests.length);
  });

  test("does not wait for an id that never comes", async () => {
    await using server = await startServer({ status: 204 });
    async function* endless() {
      yield "7";
      await new Promise(() => {});
    }
    const controller = new AbortController();
    const run = deleteContacts(createTestClient(server), endless(), {}, { signal: controller.signal });
    expect(await run.next()).toMatchObject({ value: { outcome: "deleted" } });
    setTimeout(() => controller.abort("enough"), 20);
    await expect(run.next()).rejects.toBe("enough");
  });
});

test("Leaving the loop lets the deletes under way settle, and counts them", async () => {
  const all = numberedIds(200);
  await using server = await startTruthServer({ accounts: { "account-1": all }, latency: 60 });
  const { ids, seen } = watched(all);
  let last: DeleteProgress | undefined;
  const onProgress = (progress: DeleteProgress) => {
    last = progress;
  };
  let read = 0;
  for await (const _ of deleteContacts(createTestClient(server), ids, {}, { ...quick, onProgress })) {
    if (++read === 25) break;
  }
  const deleted = all.filter((id) => server.deletedBy("account-1", id)).length;
  expect(server.arrivals).toHaveLength(deleted);
  expect(last).toMatchObject({ deleted, gone: 0, unknown: 0, failed: seen.taken - deleted });
  expect(seen.isReleased).toBe(true);
  await server.idle();
  expect(all.filter((id) => server.deletedBy("account-1", id))).toHaveLength(deleted);
});

describe("A run ends on errors that affect every id", () => {
  const truto = (statusCode: number, more = {}): Answer => ({
    status: statusCode,
    json: { statusCode, error: "Error", message: "No.", ...more },
  });
  const forbidden = { forbidden_error: { description: "", value: { missing_scopes: ["contacts.write"] } } };

  test.each<[string, Answer]>([
    ["a token that is refused", truto(401)],
    ["a connection that the CRM refuses", truto(401, { truto_is_remote_error: true })],
    ["a sandbox", truto(405)],
    ["a blocked account", truto(503)],
    ["a longer pause than maxPause", { ...truto(429), headers: { "retry-after": "400" } }],
  ])("%s", async (_, answer) => {
    await using server = await startServer((request) =>
      request.target.includes("/c20?") ? answer : { status: 204, delay: 20 },
    );
    const run = deleteContacts(createTestClient(server), numberedIds(200), {}, quick);
    const { outcomes, thrown } = await collect(run);
    expect(thrown?.reason).toBeInstanceOf(TrutoApiError);
    expect(thrown?.reason).toMatchObject({ status: answer.status });
    expect(outcomes.find(({ id }) => id === "c20")).toMatchObject({
      outcome: "failed",
      error: thrown?.reason,
    });
    expect(outcomes.map(({ index }) => index).sort((one, other) => one - other)).toEqual([
      ...outcomes.keys(),
    ]);
    expect(outcomes.length).toBeLessThan(45);
    expect(server.requests).toHaveLength(outcomes.filter(({ attempts }) => attempts > 0).length);
  });

  test("but not on errors of one contact or of a short time", async () => {
    const replies: Record<string, Reply[]> = {
      c1: [truto(403, { truto_error_insight: forbidden })],
      c2: [truto(409)],
      c3: [truto(404)],
      c4: [{ status: 503, body: "<html>" }, { status: 204 }],
      c5: [{ ...truto(429), headers: { "retry-after": "0.02" } }, { status: 204 }],
    };
    await using server = await startServer(
      ({ target }) => replies[/contacts\/(c\d)\?/.exec(target)?.[1] ?? ""]?.shift() ?? { status: 204 },
    );
    const run = deleteContacts(createTestClient(server), numberedIds(7), {}, quick);
    const { outcomes, thrown } = await collect(run);
    expect(thrown).toBeUndefined();
    expect(tally(outcomes)).toEqual({ deleted: 4, failed: 3 });
  });

  test("an account that answers only 429, even with short waits", async () => {
    await using server = await startServer({ ...truto(429), headers: { "retry-after": "0.1" } });
    const options = { ...quick, maxPause: 450, concurrency: 3 };
    const run = deleteContacts(createTestClient(server), numberedIds(50), {}, options);
    const { outcomes, thrown } = await collect(run);
    expect(thrown?.reason).toMatchObject({ status: 429 });
    expect(tally(outcomes)).toEqual({ failed: outcomes.length });
    expect(outcomes.length).toBeLessThanOrEqual(6);
  });

  test("failures in a row, but not the same number with successes in between", async () => {
    await using server = await startServer(({ target }) => ({
      status: /c\d*[05]\?/.test(target) ? 204 : 422,
    }));
    const truto = createTestClient(server);
    const options = { ...quick, concurrency: 1, stopAfter: 5 };
    expect((await collect(deleteContacts(truto, numberedIds(50), {}, options))).thrown).toBeUndefined();
    const stopped = await collect(deleteContacts(truto, numberedIds(50), {}, { ...options, stopAfter: 4 }));
    expect(stopped.thrown?.reason).toMatchObject({ name: "TrutoError" });
    expect(tally(stopped.outcomes)).toEqual({ deleted: 1, failed: 4 });
  });
});

describe("A run ends with the error of a failing function of the caller", () => {
  const broken = () => {
    throw new Error("the disk is full");
  };
  async function* brokenIds() {
    yield* numberedIds(20);
    broken();
  }

  test.each<[string, Partial<DeleteContactsOptions>]>([
    ["onSend", { onSend: async ({ index }) => (index === 20 ? broken() : undefined) }],
    ["resumeKey", { resumeKey: (_, index) => (index === 20 ? broken() : undefined) }],
    ["onPause", { onPause: broken }],
    ["onProgress", { onProgress: broken }],
    ["onPause, later", { onPause: async () => broken() }],
    ["onProgress, later", { onProgress: async () => broken() }],
  ])("%s", async (name, options) => {
    const limited: Reply = { status: 429, headers: { "retry-after": "0.02" } };
    await using server = await startServer(({ target }) =>
      name.startsWith("onPause") && target.includes("/c20?") ? limited : { status: 204, delay: 20 },
    );
    const run = deleteContacts(createTestClient(server), numberedIds(60), {}, { ...quick, ...options });
    const { outcomes, thrown } = await collect(run);
    expect(thrown?.reason).toEqual(new Error("the disk is full"));
    expect(outcomes.map(({ index }) => index).sort((one, other) => one - other)).toEqual([
      ...outcomes.keys(),
    ]);
    const unsent = outcomes.find(({ index }) => index === 20);
    if (!name.startsWith("onProgress")) expect(unsent).toMatchObject({ outcome: "failed" });
  });

  test("the return() of ids, unless the run has ended for another reason", async () => {
    await using server = await startServer({ status: 204 });
    const ids = {
      *[Symbol.iterator]() {
        try {
          yield* numberedIds(60);
        } finally {
          broken();
        }
      },
    };
    const truto = createTestClient(server);
    const controller = new AbortController();
    const run = deleteContacts(truto, ids, {}, { ...quick, signal: controller.signal });
    await run.next();
    controller.abort("enough");
    expect((await collect(run)).thrown).toEqual({ reason: "enough" });
    const left = deleteContacts(truto, ids, {}, quick);
    await left.next();
    await expect(left.return()).rejects.toThrow("the disk is full");
  });

  test("the iterator of ids", async () => {
    await using server = await startServer({ status: 204, delay: 20 });
    const { outcomes, thrown } = await collect(
      deleteContacts(createTestClient(server), brokenIds(), {}, quick),
    );
    expect(thrown?.reason).toEqual(new Error("the disk is full"));
    expect(tally(outcomes)).toEqual({ deleted: 20 });
  });
});

describe("deleteContacts rejects at once", () => {
  const contacts = { delete: () => Promise.reject(new Error("must not be called")) };

  test("a string in place of a list of ids", () => {
    expect(() => deleteContacts({ contacts }, "23423523", account)).toThrow("ids must be a list");
  });

  test("a format, which would leave its bodies unread", () => {
    const query = { ...account, truto_response_format: "stream" };
    expect(() => deleteContacts({ contacts }, [], query)).toThrow("takes no truto_response_format");
  });

  test("an unknown option, with the most similar name", () => {
    const options = { stopafter: 5, concurrency: 1 };
    expect(() => deleteContacts({ contacts }, [], account, options)).toThrow("did you mean stopAfter?");
    const limits = { accounts: 5, token: 5 };
    expect(() => deleteContacts({ contacts }, [], account, { limits })).toThrow("did you mean account?");
  });

  test.each<DeleteContactsOptions>([
    { concurrency: 0 },
    { concurrency: Number.NaN },
    { maxRetries: -1 },
    { timeout: 0 },
    { maxPause: 0 },
    { stopAfter: 0 },
    { limits: { account: 0 } },
    { limits: { account: 0.5 } },
    { limits: { token: -1 } },
    { limits: { window: 0 } },
  ])("%o", (options) => {
    expect(() => deleteContacts({ contacts }, [], account, options)).toThrow(TrutoInputError);
  });
});

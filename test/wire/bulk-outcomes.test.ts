import { describe, expect, test } from "vitest";
import { deleteContacts } from "../../src/bulk/index.js";
import { TrutoApiError, TrutoConnectionError, TrutoError, TrutoTimeoutError } from "../../src/index.js";
import { createTestClient } from "../support/client.js";
import { evenly } from "../support/faults.js";
import { collect, lies, numberedIds, tally } from "../support/outcomes.js";
import { type Reply, startServer } from "../support/server.js";
import { startTruthServer } from "../support/truth-server.js";

const crm404: Reply = {
  status: 404,
  json: { statusCode: 404, error: "Not Found", message: "No such contact.", truto_is_remote_error: true },
};
const truto404: Reply = {
  status: 404,
  json: { statusCode: 404, error: "Not Found", message: "Integrated account not found." },
};
/** Limits that make no request wait for long. */
const account = { integrated_account_id: "account-1" };
const quick = { limits: { account: 1_000, token: 1_000, window: 50 } };

describe("A run under every fault", () => {
  test.each([
    { honoursKeys: true, seed: 1 },
    { honoursKeys: false, seed: 2 },
  ])("gives each id one true outcome: %o", async ({ honoursKeys, seed }) => {
    const ids = numberedIds(400);
    const faults = evenly(0.03);
    // When a gateway sends a request twice, a 404 hides the success, unless the server knows the key.
    if (!honoursKeys) delete faults.twice;
    const accounts = { "account-1": ids.slice(0, 330) };
    const delays = { transit: 10, latency: 20, stall: 4_000 };
    await using server = await startTruthServer({ accounts, seed, faults, honoursKeys, ...delays });
    const truto = createTestClient(server, { timeout: 3_000 });

    const options = { concurrency: 50, stopAfter: 1_000, maxPause: 60_000, ...quick };
    const { outcomes, thrown } = await collect(deleteContacts(truto, ids, {}, options));

    expect(thrown).toBeUndefined();
    expect(outcomes.map(({ index }) => index).sort((one, other) => one - other)).toEqual([...ids.keys()]);
    expect(outcomes.every(({ id, index }) => id === ids[index])).toBe(true);
    expect(await lies(server, "account-1", outcomes)).toEqual([]);
    const { deleted, gone, unknown, failed } = tally(outcomes);
    expect(Math.min(...[deleted, gone, unknown, failed].map(Number))).toBeGreaterThan(0);
    const sent = outcomes.reduce((sum, { attempts }) => sum + attempts, 0);
    // A request on a connection that is being cut never arrives.
    expect(sent).toBeGreaterThanOrEqual(server.arrivals.length);
  });
});

describe("An outcome", () => {
  /** Deletes one contact against scripted replies. */
  async function outcomeOf(script: Reply | readonly Reply[], options = {}) {
    await using server = await startServer(script);
    const truto = createTestClient(server);
    const { outcomes } = await collect(deleteContacts(truto, ["7"], {}, { ...quick, ...options }));
    expect(outcomes).toHaveLength(1);
    return { ...outcomes[0], requests: server.requests.length };
  }

  test("is deleted after a success, also without a body", async () => {
    expect(await outcomeOf({ json: { id: "7" } })).toMatchObject({ id: "7", index: 0, attempts: 1 });
    expect(await outcomeOf({ status: 204 })).toMatchObject({ outcome: "deleted" });
  });

  test("is gone only after a 404 of the CRM", async () => {
    expect(await outcomeOf(crm404)).toMatchObject({ outcome: "gone", mayHaveBeenApplied: false });
    expect(await outcomeOf(truto404)).toMatchObject({ outcome: "failed", error: expect.any(TrutoApiError) });
    expect(await outcomeOf({ status: 404, body: "<html>" })).toMatchObject({ outcome: "failed" });
  });

  test("is gone, perhaps by this run, when an attempt before the 404 was lost", async () => {
    expect(await outcomeOf(["cut", crm404])).toMatchObject({
      outcome: "gone",
      mayHaveBeenApplied: true,
      attempts: 2,
    });
  });

  test("is unknown once an attempt was lost, with any later response", async () => {
    const result = await outcomeOf(["reset", truto404]);
    expect(result).toMatchObject({
      outcome: "unknown",
      attempts: 2,
      error: expect.any(TrutoConnectionError),
    });
    expect(result).toMatchObject({ error: { mayHaveBeenApplied: true } });
  });

  test("is unknown after a timeout, without another attempt", async () => {
    expect(await outcomeOf("silence", { timeout: 50 })).toMatchObject({
      outcome: "unknown",
      attempts: 1,
      error: expect.any(TrutoTimeoutError),
    });
  });

  test("is failed after all attempts when every response rules a delete out", async () => {
    expect(await outcomeOf({ status: 422 })).toMatchObject({ outcome: "failed", attempts: 1 });
    const unavailable = { status: 500, json: { statusCode: 500, error: "Internal Server Error" } };
    expect(await outcomeOf(unavailable, { maxRetries: 1 })).toMatchObject({
      outcome: "unknown",
      attempts: 2,
    });
    expect(await outcomeOf(unavailable, { maxRetries: 0 })).toMatchObject({
      outcome: "unknown",
      attempts: 1,
    });
  });

  test("is not failed after any number of 429s", async () => {
    const limited: Reply = { status: 429, headers: { "retry-after": "0.01" } };
    const script = [...Array<Reply>(6).fill(limited), { status: 204 }];
    expect(await outcomeOf(script, { maxRetries: 0 })).toMatchObject({ outcome: "deleted", attempts: 7 });
  });

  test("is failed for an id that can't be sent, without a request or a slot", async () => {
    await using server = await startServer({ status: 204 });
    const limits = { account: 1, token: 1, window: 60_000 };
    const run = deleteContacts(createTestClient(server), ["", "..", "8"], {}, { limits, concurrency: 1 });
    const { outcomes } = await collect(run);
    expect(outcomes.map(({ outcome, attempts }) => [outcome, attempts])).toEqual([
      ["failed", 0],
      ["failed", 0],
      ["deleted", 1],
    ]);
    expect(server.requests).toHaveLength(1);
  });

  test("is unknown when a stand-in for the client throws any other error", async () => {
    const contacts = { delete: () => Promise.reject("no") };
    const { outcomes } = await collect(deleteContacts({ contacts }, ["7"], account, quick));
    expect(outcomes).toMatchObject([{ outcome: "unknown", error: { cause: "no" } }]);
    expect(outcomes[0]).toMatchObject({ error: expect.any(TrutoError) });
  });
});

describe("The idempotency key of an id", () => {
  test("is the same for all its attempts, and is passed to onSend before the first", async () => {
    await using server = await startServer(["cut", { status: 502 }, { status: 204 }]);
    const told: unknown[] = [];
    async function onSend(send: { id: string; index: number; key: string }) {
      await new Promise((resolve) => setTimeout(resolve, 30));
      told.push({ ...send, requests: server.requests.length });
    }
    await collect(
      deleteContacts(createTestClient(server), ["7", "8"], {}, { ...quick, onSend, concurrency: 1 }),
    );
    const keys = server.requests.map(({ headers }) => headers["idempotency-key"]);
    expect(keys).toEqual([keys[0], keys[0], keys[0], expect.any(String)]);
    expect(keys[3]).not.toBe(keys[0]);
    expect(told).toEqual([
      { id: "7", index: 0, key: keys[0], requests: 0 },
      { id: "8", index: 1, key: keys[3], requests: 3 },
    ]);
  });

  test("is that of resumeKey, if there is one, and an earlier request counts as possibly applied", async () => {
    await using server = await startServer([crm404, truto404, crm404]);
    const resumeKey = (id: string, index: number) => (index < 2 ? `key of ${id}` : undefined);
    const truto = createTestClient(server);
    const options = { ...quick, resumeKey, concurrency: 1 };
    const { outcomes } = await collect(deleteContacts(truto, ["7", "8", "9"], {}, options));
    const keys = server.requests.map(({ headers }) => headers["idempotency-key"]);
    expect(keys.slice(0, 2)).toEqual(["key of 7", "key of 8"]);
    expect(keys[2]).toMatch(/^[-\da-f]{36}$/);
    expect(outcomes).toMatchObject([
      { outcome: "gone", mayHaveBeenApplied: true },
      { outcome: "unknown" },
      { outcome: "gone", mayHaveBeenApplied: false },
    ]);
  });
});

test("A repeated id waits while the first one is under way", async () => {
  await using server = await startTruthServer({ accounts: { "account-1": ["7", "8"] }, latency: 100 });
  const open = new Set<string>();
  let isTwice = false;
  const truto = createTestClient(server);
  const contacts = {
    async delete(...[id, query, options]: Parameters<typeof truto.contacts.delete>) {
      isTwice ||= open.has(id);
      open.add(id);
      await truto.contacts.delete(id, query, options).finally(() => open.delete(id));
    },
  };
  const { outcomes } = await collect(deleteContacts({ contacts }, ["7", "8", "7", "7"], account, quick));
  expect(isTwice).toBe(false);
  const ofSeven = outcomes.filter(({ id }) => id === "7");
  expect(ofSeven.map(({ index, outcome }) => [index, outcome])).toEqual([
    [0, "deleted"],
    [2, "gone"],
    [3, "gone"],
  ]);
});

test("A run with a wrong account gives no outcome gone, and ends within stopAfter and concurrency", async () => {
  await using server = await startTruthServer({ accounts: { "account-1": numberedIds(500) } });
  const query = { integrated_account_id: "account-2" };
  const options = { ...quick, stopAfter: 15, concurrency: 5 };
  const { outcomes, thrown } = await collect(
    deleteContacts(createTestClient(server), numberedIds(500), query, options),
  );
  expect(tally(outcomes)).toEqual({ failed: outcomes.length });
  expect(outcomes.length).toBeGreaterThanOrEqual(15);
  expect(outcomes.length).toBeLessThanOrEqual(20);
  expect(server.arrivals).toHaveLength(outcomes.length);
  expect(thrown?.reason).toMatchObject({
    name: "TrutoError",
    message: expect.stringMatching(/^stopped after 1\d failures in a row: DELETE .*404/),
    cause: outcomes.at(-1) && expect.any(TrutoApiError),
  });
});

import { describe, expect, test } from "vitest";
import { type RetryEvent, TrutoApiError, TrutoConnectionError } from "../../src/index.js";
import { createTestApi, createTestClient, deleteContact, failureOf } from "../support/client.js";
import { type Reply, startServer } from "../support/server.js";

const contact = { json: { id: "23423523" } };
/** A timer may fire up to this many ms early. */
const timerSlack = 2;

describe("a call is retried", () => {
  test.each([429, 500, 501, 502, 504, 507, 520, 599])("after a %d, up to maxRetries", async (status) => {
    await using server = await startServer({ status });
    const error = await failureOf(TrutoApiError, deleteContact(server));
    expect(error).toMatchObject({ status, attempts: 3 });
    expect(server.requests).toHaveLength(3);
  });

  test.each([429, 500, 502, 504, 529])("after a %d of the CRM", async (status) => {
    await using server = await startServer({
      status,
      json: { statusCode: status, truto_is_remote_error: true },
    });
    const error = await failureOf(TrutoApiError, deleteContact(server, { maxRetries: 1 }));
    expect(error).toMatchObject({ status, attempts: 2, isRemote: true });
    expect(server.requests).toHaveLength(2);
  });

  test.each(["cut", "reset"] as const)("after a connection was %s", async (loss) => {
    await using server = await startServer([loss, loss, contact]);
    const { data, attempts } = await deleteContact(server).withResponse();
    expect({ data, attempts }).toEqual({ data: { id: "23423523" }, attempts: 3 });
  });

  test("after a connection was refused", async () => {
    const server = await startServer();
    await server.stop();
    const error = await failureOf(TrutoConnectionError, deleteContact(server, { maxRetries: 4 }));
    expect(error.attempts).toBe(5);
  });

  test("after failures of different kinds, and resolves with the last response", async () => {
    await using server = await startServer([
      { status: 502, body: "<html>" },
      "reset",
      { status: 429 },
      contact,
    ]);
    const { data, attempts, response } = await deleteContact(server, { maxRetries: 3 }).withResponse();
    expect(data).toEqual({ id: "23423523" });
    expect({ attempts, status: response.status, sent: server.requests.length }).toEqual({
      attempts: 4,
      status: 200,
      sent: 4,
    });
  });

  test("with truto.api as well", async () => {
    await using server = await startServer([{ status: 500 }, "cut", contact]);
    const { data } = await createTestApi(server).DELETE("/unified/crm/contacts/{id}", {
      params: { path: { id: "23423523" }, query: { integrated_account_id: "account-1" } },
    });
    expect(data).toEqual({ id: "23423523" });
    expect(server.requests).toHaveLength(3);
  });
});

describe("a call is sent only once", () => {
  const never = [
    400, 401, 402, 403, 404, 405, 406, 408, 409, 410, 412, 415, 418, 422, 425, 428, 431, 451, 499, 503,
  ];
  /** Truto's own 503. One of a gateway is retried, as it may be down for a minute only. */
  const bodyOf = (status: number) => (status === 503 ? { json: { statusCode: 503 } } : {});

  test.each(never)("when the response is a %d", async (status) => {
    await using server = await startServer({ status, ...bodyOf(status) });
    const error = await failureOf(TrutoApiError, deleteContact(server));
    expect(error).toMatchObject({ status, attempts: 1 });
    expect(server.requests).toHaveLength(1);
  });

  test.each(never)("when the response is a %d of the CRM, even with Retry-After", async (status) => {
    await using server = await startServer({
      status,
      headers: { "retry-after": "0.001" },
      json: { statusCode: status, truto_is_remote_error: true },
    });
    expect(await failureOf(TrutoApiError, deleteContact(server))).toMatchObject({ status, attempts: 1 });
    expect(server.requests).toHaveLength(1);
  });

  const lostSuccesses: [string, Reply][] = [
    ["is cut", { body: ['{"id":'], ending: "cut" }],
    ["is reset", { body: ['{"id":'], ending: "reset" }],
    ["is not JSON", { body: "<p>Done</p>" }],
  ];
  test.each(lostSuccesses)("when the body of a success %s", async (_, reply) => {
    await using server = await startServer(reply);
    await failureOf(Error, deleteContact(server));
    expect(server.requests).toHaveLength(1);
  });

  const failures: [string, Reply][] = [
    ["a 429", { status: 429, headers: { "retry-after": "0.001" } }],
    ["a 500", { status: 500 }],
    ["a lost connection", "cut"],
  ];
  test.each(failures)("when maxRetries is 0, after %s", async (_, reply) => {
    await using server = await startServer(reply);
    await failureOf(Error, deleteContact(server, { maxRetries: 0 }));
    await failureOf(Error, deleteContact(server, { maxRetries: 5, call: { maxRetries: 0 } }));
    expect(server.requests).toHaveLength(2);
  });
});

describe("onRetry", () => {
  test("is called with the failure before the wait of each retry", async () => {
    await using server = await startServer([{ status: 500, json: { message: "No" } }, "reset", contact]);
    const events: (RetryEvent & { sent: number })[] = [];
    await deleteContact(server, {
      onRetry: (event) => events.push({ ...event, sent: server.requests.length }),
    });
    expect(events).toEqual([
      { attempt: 1, delay: 1, reason: expect.any(TrutoApiError), status: 500, sent: 1 },
      { attempt: 2, delay: 1, reason: expect.any(TrutoConnectionError), status: undefined, sent: 2 },
    ]);
    expect(events[0]?.reason).toMatchObject({ status: 500, attempts: 1, mayHaveBeenApplied: true });
  });

  test("is not called for the last failure or for one that is not retried", async () => {
    await using server = await startServer([{ status: 500 }, { status: 404 }, { status: 500 }]);
    let told = 0;
    const onRetry = () => told++;
    await failureOf(TrutoApiError, deleteContact(server, { onRetry }));
    expect(told).toBe(1);
    await failureOf(TrutoApiError, deleteContact(server, { onRetry, maxRetries: 0 }));
    expect(told).toBe(1);
  });

  test("is not awaited, and its promise may stay pending or reject", async () => {
    await using server = await startServer([{ status: 500 }, contact, { status: 500 }, contact]);
    await deleteContact(server, { onRetry: () => new Promise(() => {}) });
    await deleteContact(server, { onRetry: () => Promise.reject(new Error("The log is full")) });
    expect(server.requests).toHaveLength(4);
  });

  test("gets the delay before the retry", async () => {
    await using server = await startServer([{ status: 500 }, { status: 429 }, contact]);
    const told: { at: number; delay: number }[] = [];
    const onRetry = ({ delay }: RetryEvent) => told.push({ at: performance.now(), delay });
    await deleteContact(server, { maxRetryDelay: 150, onRetry });
    expect(told).toHaveLength(2);
    for (const [index, { at, delay }] of told.entries()) {
      const next = server.requests[index + 1]?.receivedAt ?? 0;
      expect(next - at).toBeGreaterThanOrEqual(delay - timerSlack);
    }
  });
});

describe("every attempt", () => {
  test("of one call has the same Idempotency-Key, and the next call has another", async () => {
    await using server = await startServer([{ status: 500 }, "cut", contact]);
    const truto = createTestClient(server);
    await truto.contacts.delete("1");
    await truto.contacts.delete("1");
    const keys = server.requests.map(({ headers }) => headers["idempotency-key"]);
    expect(keys).toHaveLength(4);
    expect(new Set(keys.slice(0, 3)).size).toBe(1);
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(keys[3]).not.toBe(keys[0]);
  });

  test("has the caller's own Idempotency-Key, in any case of letters", async () => {
    await using server = await startServer([{ status: 500 }, contact]);
    await deleteContact(server, { call: { headers: { "Idempotency-KEY": "erase-1" } } });
    await deleteContact(server, { call: { headers: new Headers([["idempotency-key", "erase-2"]]) } });
    const api = createTestApi(server);
    await api.DELETE("/unified/crm/contacts/{id}", {
      params: {
        path: { id: "1" },
        query: { integrated_account_id: "account-1" },
      },
      headers: { "Idempotency-Key": "erase-3" },
    });
    const keys = server.requests.map(({ headers }) => headers["idempotency-key"]);
    expect(keys).toEqual(["erase-1", "erase-1", "erase-2", "erase-3"]);
  });

  test("calls the token function and sends its token", async () => {
    await using server = await startServer([{ status: 500 }, "cut", contact]);
    let asked = 0;
    const next = () => `token-number-${++asked}`;
    await deleteContact(server, { token: next });
    await deleteContact(server, { token: async () => next() });
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual(
      [1, 2, 3, 4].map((number) => `Bearer token-number-${number}`),
    );
  });
});

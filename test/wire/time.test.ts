import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { TrutoApiError, TrutoInputError, TrutoTimeoutError } from "../../src/index.js";
import {
  createTestClient,
  deleteAsStream,
  deleteContact,
  deleteOverApi,
  failure,
  failureOf,
} from "../support/client.js";
import { type Reply, startServer } from "../support/server.js";

const raw = { truto_response_format: "raw" } as const;

/** Chunks without end. */
const spaces = {
  *[Symbol.iterator]() {
    for (;;) yield " ";
  },
};

describe.concurrent("the timeout", () => {
  test("ends an attempt whose headers never come, closes its socket, and is not retried", async () => {
    await using server = await startServer("silence");
    const error = await failureOf(TrutoTimeoutError, deleteContact(server, { timeout: 1_000 }));
    expect(error).toMatchObject({ attempts: 1, mayHaveBeenApplied: true });
    expect(error.message).toContain("1000 ms");
    expect(server.requests).toHaveLength(1);
    await server.requests[0]?.closed;
  });

  const stalled: [string, Reply][] = [
    ["stalls before its first byte", { ending: "silence" }],
    ["stalls half-way", { body: ['{"id":"23'], ending: "silence" }],
    ["never ends, though it never stops", { body: spaces, pause: 20 }],
  ];
  test.each(stalled)("covers the body of a success that %s", async (_, reply) => {
    await using server = await startServer(reply);
    const fail = (query: object) =>
      failureOf(TrutoTimeoutError, deleteContact(server, { timeout: 1_000, query }));
    for (const error of await Promise.all([fail({}), fail(raw)])) {
      expect(error).toMatchObject({ attempts: 1, mayHaveBeenApplied: true });
    }
    await Promise.all(server.requests.map(({ closed }) => closed));
    expect(server.requests).toHaveLength(2);
  });

  test.each(stalled)("gives an error with its status when the body of an error %s", async (_, reply) => {
    await using server = await startServer({ ...(reply as object), status: 404 });
    const error = await failureOf(TrutoApiError, deleteContact(server, { timeout: 3_000 }));
    expect(error).toMatchObject({ status: 404, attempts: 1, mayHaveBeenApplied: false });
    await server.requests[0]?.closed;
  });

  test("keeps the part of an error's body that arrived before it stalled", async () => {
    await using server = await startServer({ status: 403, body: ["No permission"], ending: "silence" });
    const error = await failureOf(TrutoApiError, deleteContact(server, { timeout: 3_000 }));
    expect(error).toMatchObject({ status: 403, body: "No permission" });
    expect(error.message).toContain("No permission");
  });

  test("starts anew for each attempt", async () => {
    const slow = { delay: 2_000 };
    await using server = await startServer([
      { status: 500, ...slow },
      { status: 500, ...slow },
      { json: { id: "1" }, ...slow },
    ]);
    expect(await deleteContact(server, { timeout: 5_500 })).toEqual({ id: "1" });
  });

  test("of a call overrides the client's", async () => {
    await using server = await startServer({ delay: 200, json: { id: "1" } });
    expect(await deleteContact(server, { timeout: 10, call: { timeout: 20_000 } })).toEqual({ id: "1" });
    await failureOf(TrutoTimeoutError, deleteContact(server, { timeout: 20_000, call: { timeout: 10 } }));
  });

  test.each([Infinity, 2 ** 31, 2 ** 40])("of %d ms does not end a call at once", async (timeout) => {
    await using server = await startServer({ delay: 50, body: ['{"id":', '"1"}'], pause: 50 });
    expect(await deleteContact(server, { timeout })).toEqual({ id: "1" });
    const body = await deleteAsStream(server, { timeout });
    expect(await new Response(body).text()).toBe('{"id":"1"}');
  });

  test("covers a token function that never settles, and nothing is sent", async () => {
    await using server = await startServer();
    const token = () => new Promise<string>(() => {});
    const error = await failureOf(TrutoTimeoutError, deleteContact(server, { token, timeout: 1_000 }));
    expect(error).toMatchObject({ attempts: 1, mayHaveBeenApplied: false });
    expect(server.requests).toHaveLength(0);
  });

  test("covers truto.api and each silence in its body", async () => {
    await using server = await startServer(["silence", { body: ["{"], ending: "silence" }]);
    const fail = () => failureOf(TrutoTimeoutError, deleteOverApi(server, { timeout: 1_000 }));
    for (const error of await Promise.all([fail(), fail()])) expect(error.mayHaveBeenApplied).toBe(true);
    await Promise.all(server.requests.map(({ closed }) => closed));
    expect(server.requests).toHaveLength(2);
  });

  test("covers the headers of a stream", async () => {
    await using server = await startServer("silence");
    const error = await failureOf(TrutoTimeoutError, deleteAsStream(server, { timeout: 1_000 }));
    expect(error.mayHaveBeenApplied).toBe(true);
    await server.requests[0]?.closed;
  });

  test("covers each silence in a stream, but not the whole stream", async () => {
    const chunks = Array.from({ length: 8 }, (_, index) => String(index));
    await using server = await startServer({ body: chunks, pause: 700 });
    const body = await deleteAsStream(server, { timeout: 5_000 });
    expect(await new Response(body).text()).toBe("01234567");
  });

  test("rejects a silent stream with a TrutoTimeoutError and closes its socket", async () => {
    await using server = await startServer({ body: ["one"], ending: "silence" });
    const body = await deleteAsStream(server, { timeout: 3_000 });
    const reader = body.getReader();
    expect(new TextDecoder().decode((await reader.read()).value)).toBe("one");
    const error = await failureOf(TrutoTimeoutError, reader.read());
    expect(error).toMatchObject({ attempts: 1, mayHaveBeenApplied: true });
    expect(await failure(reader.closed)).toBe(error);
    await server.requests[0]?.closed;
  });

  test("excludes the time that the reader of a stream takes", async () => {
    await using server = await startServer({ body: ["one", "two", "three"] });
    const body = await deleteAsStream(server, { timeout: 3_000 });
    await sleep(3_100);
    expect(await new Response(body).text()).toBe("onetwothree");
  });
});

// Alone: it stops the whole process.
test("an answer that arrived while the process stood still for longer than the timeout is no timeout", async () => {
  const standStill = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3_100);
  await using server = await startServer(() => {
    // After the answer is sent, and before the client reads it.
    setImmediate(standStill);
    return { json: { id: "1" } };
  });
  expect(await deleteContact(server, { timeout: 3_000 })).toEqual({ id: "1" });
});

describe("an invalid option", () => {
  test.each([0, -1, Number.NaN])(
    "is rejected before anything is sent: a timeout of %d ms",
    async (timeout) => {
      await using server = await startServer();
      expect(() => createTestClient(server, { timeout })).toThrow(TrutoInputError);
      expect(() => createTestClient(server, { maxRetryDelay: timeout })).toThrow(TrutoInputError);
      await failureOf(TrutoInputError, deleteContact(server, { call: { timeout } }));
      expect(server.requests).toHaveLength(0);
    },
  );

  test.each([-1, 0.5, Number.NaN, Infinity])(
    "is rejected before anything is sent: %d for maxRetries",
    async (maxRetries) => {
      await using server = await startServer();
      expect(() => createTestClient(server, { maxRetries })).toThrow(TrutoInputError);
      await failureOf(TrutoInputError, deleteContact(server, { call: { maxRetries } }));
      expect(server.requests).toHaveLength(0);
    },
  );
});

import { setImmediate } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import { type Fetch, TrutoApiError, TrutoConnectionError, TrutoTimeoutError } from "../../src/index.js";
import { createTestClient, deleteAsStream, failure, failureOf, type TestOptions } from "../support/client.js";
import { fetches } from "../support/fetches.js";
import { startServer, type TestServer } from "../support/server.js";

/** Deletes a contact, and returns the answer as a stream. */
function streamFrom(server: TestServer, signal?: AbortSignal) {
  const query = { truto_response_format: "stream" } as const;
  return createTestClient(server, { maxRetries: 0 }).contacts.delete("23423523", query, { signal });
}

async function bytesOf(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

describe("a stream", () => {
  it("delivers its first chunk before the server has sent the second", async () => {
    await using server = await startServer({ body: ["first"], ending: "silence" });
    const reader = (await streamFrom(server)).getReader();
    const { value } = await reader.read();
    expect(new TextDecoder().decode(value)).toBe("first");
    await reader.cancel();
  });

  it("has every byte of the body unchanged", async () => {
    const bytes = Uint8Array.from({ length: 200_000 }, (_, index) => (index * 7) % 256);
    const chunks = [bytes.subarray(0, 1), bytes.subarray(1, 70_000), bytes.subarray(70_000)];
    await using server = await startServer({ headers: { "content-type": "image/png" }, body: chunks });
    expect(Buffer.compare(await bytesOf(await streamFrom(server)), bytes)).toBe(0);
  });

  it.each([
    ["a 204", { status: 204 }],
    ["an empty 200", {}],
  ])("is empty after %s", async (_, answer) => {
    await using server = await startServer(answer);
    expect(await bytesOf(await streamFrom(server))).toHaveLength(0);
  });

  it("does not read ahead of its reader", async () => {
    let taken = 0;
    function* endless() {
      for (; ; taken++) yield new Uint8Array(16 * 1024 * 1024);
    }
    await using server = await startServer({ body: endless() });
    const reader = (await streamFrom(server)).getReader();
    await reader.read();
    for (let idle = 0, before = taken; idle < 500 && taken < 2; idle++) {
      await setImmediate();
      if (taken > before) idle = 0;
      before = taken;
    }
    // The buffers of a socket are smaller than two of these chunks.
    expect(taken).toBeLessThan(2);
    await reader.cancel();
    await server.requests[0]?.closed;
  });

  it("closes the connection when it is cancelled", async () => {
    await using server = await startServer({ body: ["first"], ending: "silence" });
    const stream = await streamFrom(server);
    await stream.cancel();
    await server.requests[0]?.closed;
  });

  it("rejects with the caller's own reason when the caller aborts midway", async () => {
    await using server = await startServer({ body: ["first"], ending: "silence" });
    const controller = new AbortController();
    const reader = (await streamFrom(server, controller.signal)).getReader();
    await reader.read();
    const reason = new Error("enough");
    controller.abort(reason);
    expect(await failure(reader.read())).toBe(reason);
    await server.requests[0]?.closed;
  });

  it.each(["cut", "reset"] as const)(
    "rejects with a typed error when the connection is %s midway",
    async (ending) => {
      await using server = await startServer({ body: ["first"], ending });
      const reader = (await streamFrom(server)).getReader();
      const error = await failureOf(
        TrutoConnectionError,
        (async () => {
          while (!(await reader.read()).done);
        })(),
      );
      expect(error.mayHaveBeenApplied).toBe(true);
    },
  );

  it("is never returned for an error, which is typed and has its body", async () => {
    const body = { statusCode: 404, error: "Not Found", message: "no such contact" };
    await using server = await startServer({ status: 404, json: body });
    const error = await failureOf(TrutoApiError, streamFrom(server));
    expect(error).toMatchObject({ status: 404, error: "Not Found", body, mayHaveBeenApplied: false });
  });
});

/** The stream that a call returns for a custom fetch with this body. */
function streamOf(body: unknown, options: TestOptions = {}) {
  const unread = () => Promise.reject(new Error("unread"));
  const fetch: Fetch = async () => ({
    status: 200,
    headers: new Headers(),
    body,
    text: unread,
    arrayBuffer: unread,
  });
  return deleteAsStream({ url: "https://fetch.invalid" }, { fetch, maxRetries: 0, ...options });
}

describe("a stream of a custom fetch", () => {
  it("is read one chunk at a time, when its reader asks", async () => {
    let taken = 0;
    const body = {
      async *[Symbol.asyncIterator]() {
        for (; ; taken++) yield "one";
      },
    };
    const stream = await streamOf(body);
    await setImmediate();
    expect(taken).toBe(0);
    const reader = stream.getReader();
    await reader.read();
    await setImmediate();
    expect(taken).toBe(0);
    await reader.read();
    expect(taken).toBe(1);
    await reader.cancel();
  });

  it("delivers chunks of text and of bytes as bytes", async () => {
    const body = {
      async *[Symbol.asyncIterator]() {
        yield "on\u00e9 ";
        yield new TextEncoder().encode("two ");
        yield new TextEncoder().encode("three").buffer;
      },
    };
    const reader = (await streamOf(body)).getReader();
    const chunks: Uint8Array[] = [];
    for (let read = await reader.read(); !read.done; read = await reader.read()) chunks.push(read.value);
    expect(chunks.every((chunk) => chunk instanceof Uint8Array)).toBe(true);
    expect(Buffer.concat(chunks).toString()).toBe("on\u00e9 two three");
  });

  it("returns the iterator of its body when it is cancelled", async () => {
    let isEnded = false;
    const body = {
      async *[Symbol.asyncIterator]() {
        try {
          for (;;) yield "one";
        } finally {
          isEnded = true;
        }
      },
    };
    const reader = (await streamOf(body)).getReader();
    await reader.read();
    await reader.cancel();
    expect(isEnded).toBe(true);
  });

  it.each(["undici", "node-fetch"] as const)(
    "closes the connection of %s when it is cancelled, aborted or silent, even while a chunk is awaited",
    async (name) => {
      const fetch = fetches[name];
      await using server = await startServer({ body: ["first"], ending: "silence" });
      const idle = await deleteAsStream(server, { fetch });
      await idle.cancel();
      await server.requests[0]?.closed;

      const waiting = (await deleteAsStream(server, { fetch })).getReader();
      await waiting.read();
      const next = waiting.read();
      await waiting.cancel();
      expect(await next).toEqual({ done: true, value: undefined });
      await server.requests[1]?.closed;

      const controller = new AbortController();
      const reason = new Error("enough");
      const call = { signal: controller.signal };
      const aborted = (await deleteAsStream(server, { fetch, call })).getReader();
      await aborted.read();
      const end = failure(aborted.read());
      controller.abort(reason);
      expect(await end).toBe(reason);
      await server.requests[2]?.closed;

      const silent = (await deleteAsStream(server, { fetch, call: { timeout: 3_000 } })).getReader();
      await silent.read();
      await failureOf(TrutoTimeoutError, silent.read());
      await server.requests[3]?.closed;
    },
  );
});

it("A stream in an engine without WeakRef and FinalizationRegistry ends when it is aborted", async () => {
  vi.stubGlobal("WeakRef", undefined);
  vi.stubGlobal("FinalizationRegistry", undefined);
  vi.resetModules();
  const { createTrutoClient } = await import("../../src/index.js");
  const controller = new AbortController();
  const { signal } = controller;
  let isCancelled = false;
  const body = new ReadableStream({
    start: (source) => source.enqueue(new TextEncoder().encode("first")),
    cancel() {
      isCancelled = true;
    },
  });
  const fetch = async () => new Response(body);
  const truto = createTrutoClient({ token: "token", integratedAccountId: "a", fetch });
  const stream = await truto.contacts.delete("1", { truto_response_format: "stream" }, { signal });
  vi.unstubAllGlobals();
  const reader = stream.getReader();
  expect(new TextDecoder().decode((await reader.read()).value)).toBe("first");
  const end = failure(reader.read());
  const reason = new Error("enough");
  controller.abort(reason);
  expect(await end).toBe(reason);
  expect(isCancelled).toBe(true);
});

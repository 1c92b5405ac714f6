import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import {
  deleteAsStream,
  deleteContact,
  deleteOverApi,
  failure,
  type TestOptions,
} from "../support/client.js";
import { type Answer, type ReceivedRequest, startServer } from "../support/server.js";

const reason = new Error("The user went away");
const ways = { "contacts.delete": deleteContact, "a stream": deleteAsStream, "truto.api": deleteOverApi };

/** Options whose signal can be aborted. */
function abortable(options: TestOptions = {}) {
  const controller = new AbortController();
  return { controller, options: { ...options, call: { signal: controller.signal } } };
}

describe.each(Object.entries(ways))("an abort of %s", (_, send) => {
  test("before the call rejects with the signal's reason, without a request or a call of the token function", async () => {
    await using server = await startServer();
    let asked = 0;
    const token = () => `token-${++asked}`;
    const call = send(server, { token, call: { signal: AbortSignal.abort(reason) } });
    expect(await failure(call)).toBe(reason);
    expect({ asked, sent: server.requests.length }).toEqual({ asked: 0, sent: 0 });
  });

  test("during the token function rejects with the signal's reason and sends nothing", async () => {
    await using server = await startServer();
    const { controller, options } = abortable({
      token: () => {
        setImmediate(() => controller.abort(reason));
        return new Promise<string>(() => {});
      },
    });
    expect(await failure(send(server, options))).toBe(reason);
    expect(server.requests).toHaveLength(0);
  });

  test("before the headers rejects with the signal's reason and closes the socket", async () => {
    const { controller, options } = abortable();
    await using server = await startServer(() => {
      controller.abort(reason);
      return "silence";
    });
    expect(await failure(send(server, options))).toBe(reason);
    await server.requests[0]?.closed;
    expect(server.requests).toHaveLength(1);
  });

  test("while waiting to retry rejects with the signal's reason and sends nothing more", async () => {
    const { controller, options } = abortable({
      maxRetryDelay: 3_600_000,
      onRetry: () => setImmediate(() => controller.abort(reason)),
    });
    await using server = await startServer({ status: 429, headers: { "retry-after": "3600" } });
    expect(await failure(send(server, options))).toBe(reason);
    expect(server.requests).toHaveLength(1);
  });

  test("while an error body is read rejects with the signal's reason and closes the socket", async () => {
    const { controller, options } = abortable();
    await using server = await startServer({ status: 404, ...abortAfterFirstChunk(controller) });
    expect(await failure(send(server, options))).toBe(reason);
    await server.requests[0]?.closed;
  });

  test("after the call has settled has no effect", async () => {
    await using server = await startServer({ json: { id: "1" } });
    const { controller, options } = abortable();
    const result = await send(server, options);
    if (result instanceof ReadableStream) await new Response(result).text();
    controller.abort(reason);
    await sleep(20);
  });
});

describe("an abort", () => {
  test.each(["unified", "raw", "normalized"] as const)(
    "while the body of a %s success is read rejects with the signal's reason and closes the socket",
    async (truto_response_format) => {
      const { controller, options } = abortable({ query: { truto_response_format } });
      await using server = await startServer(abortAfterFirstChunk(controller));
      expect(await failure(deleteContact(server, options))).toBe(reason);
      await server.requests[0]?.closed;
      expect(server.requests).toHaveLength(1);
    },
  );

  test("while truto.api reads the body of a success rejects with the signal's reason and closes the socket", async () => {
    const { controller, options } = abortable();
    await using server = await startServer(abortAfterFirstChunk(controller));
    expect(await failure(deleteOverApi(server, options))).toBe(reason);
    await server.requests[0]?.closed;
  });

  test("during a retry rejects with the signal's reason, not with the earlier failure", async () => {
    const { controller, options } = abortable();
    await using server = await startServer((request: ReceivedRequest) => {
      if (server.requests[0] === request) return { status: 500 };
      controller.abort(reason);
      return "silence";
    });
    expect(await failure(deleteContact(server, options))).toBe(reason);
    expect(server.requests).toHaveLength(2);
  });

  test("rejects withResponse with the signal's reason", async () => {
    await using server = await startServer();
    const call = deleteContact(server, { call: { signal: AbortSignal.abort(reason) } });
    expect(await failure(call.withResponse())).toBe(reason);
  });

  const odd = [0, null, "", false, Number.NaN, "stop", undefined, { code: 1 }];
  test.each(odd)("rejects with the exact reason %j", async (value) => {
    const early = AbortSignal.abort(value);
    const late = new AbortController();
    await using server = await startServer(() => {
      late.abort(value);
      return "silence";
    });
    expect(await failure(deleteContact(server, { call: { signal: early } }))).toBe(early.reason);
    expect(await failure(deleteContact(server, { call: { signal: late.signal } }))).toBe(late.signal.reason);
  });

  test("rejects with the reason of AbortSignal.timeout", async () => {
    await using server = await startServer("silence");
    const signal = AbortSignal.timeout(20);
    expect(await failure(deleteContact(server, { call: { signal } }))).toBe(signal.reason);
    expect(signal.reason).toBeInstanceOf(DOMException);
  });
});

describe("an abort of a stream that the caller has", () => {
  const half = { body: ["one"], ending: "silence" } as const;

  test("rejects a waiting read with the signal's reason and closes the socket", async () => {
    await using server = await startServer(half);
    const { controller, options } = abortable();
    const reader = (await deleteAsStream(server, options)).getReader();
    expect((await reader.read()).value).toHaveLength(3);
    setImmediate(() => controller.abort(reason));
    expect(await failure(reader.read())).toBe(reason);
    expect(await failure(reader.closed)).toBe(reason);
    await server.requests[0]?.closed;
  });

  test.each([0, null, "", undefined])("rejects with the exact reason %j", async (value) => {
    await using server = await startServer(half);
    const { controller, options } = abortable();
    const reader = (await deleteAsStream(server, options)).getReader();
    controller.abort(value);
    expect(await failure(reader.read())).toBe(controller.signal.reason);
  });

  test("closes the socket of an unread stream, and rejects later reads with the reason", async () => {
    await using server = await startServer(half);
    const { controller, options } = abortable();
    const body = await deleteAsStream(server, options);
    controller.abort(reason);
    await server.requests[0]?.closed;
    expect(await failure(body.getReader().read())).toBe(reason);
  });

  test("ends a stream from truto.api as well", async () => {
    await using server = await startServer(half);
    const { controller, options } = abortable();
    const { response } = await deleteOverApi(server, { ...options, parseAs: "stream" });
    controller.abort(reason);
    await server.requests[0]?.closed;
    expect(await failure(response.text())).toBe(reason);
  });
});

/** A body that aborts once its first chunk is sent, and never ends. */
function abortAfterFirstChunk(controller: AbortController): Answer {
  const body = {
    *[Symbol.iterator]() {
      yield '{"id":';
      setTimeout(() => controller.abort(reason), 20);
    },
  };
  return { body, ending: "silence" };
}

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { TrutoApiError, TrutoTimeoutError } from "../../src/index.js";
import { deleteAsStream, deleteContact, deleteOverApi, failure, failureOf } from "../support/client.js";

/** Nothing is sent there, as the fetch of these tests sends nothing. */
const server = { url: "https://fetch.invalid" };

let unhandled: unknown[] = [];
const keep = (reason: unknown) => unhandled.push(reason);
beforeEach(() => {
  unhandled = [];
  process.on("unhandledRejection", keep);
});
afterEach(async () => {
  await new Promise(setImmediate);
  process.off("unhandledRejection", keep);
  expect(unhandled).toEqual([]);
});

describe("a fetch that ignores its signal", () => {
  const never = () => new Promise<Response>(() => {});

  test("is abandoned at the timeout", async () => {
    for (const send of [deleteContact, deleteAsStream, deleteOverApi]) {
      const error = await failureOf(TrutoTimeoutError, send(server, { fetch: never, timeout: 20 }));
      expect(error).toMatchObject({ attempts: 1, mayHaveBeenApplied: true });
    }
  });

  test("is abandoned at an abort", async () => {
    for (const send of [deleteContact, deleteAsStream, deleteOverApi]) {
      const controller = new AbortController();
      const call = send(server, { fetch: never, call: { signal: controller.signal } });
      setImmediate(() => controller.abort("stop"));
      expect(await failure(call)).toBe("stop");
    }
  });

  test("causes no unhandled rejection when it rejects late", async () => {
    let reject = (_: unknown) => {};
    const fetch = () => new Promise<Response>((_, no) => (reject = no));
    await failureOf(TrutoTimeoutError, deleteContact(server, { fetch, timeout: 20 }));
    reject(new Error("late"));
  });

  test("has its body cancelled when it responds late, which frees the socket", async () => {
    let answer = (_: Response) => {};
    const fetch = () => new Promise<Response>((yes) => (answer = yes));
    await failureOf(TrutoTimeoutError, deleteContact(server, { fetch, timeout: 20 }));
    const cancelled = new Promise<void>((resolve) => {
      answer(new Response(new ReadableStream({ cancel: () => resolve() })));
    });
    await cancelled;
  });

  test("is abandoned when the body of its success never ends", async () => {
    const body = new ReadableStream({ start: (controller) => controller.enqueue(bytes("{")) });
    const fetch = () => Promise.resolve(new Response(body));
    await failureOf(TrutoTimeoutError, deleteContact(server, { fetch, timeout: 20 }));
  });

  test("is abandoned, and its body cancelled, when the body of its error never ends", async () => {
    let cancelled = false;
    const body = new ReadableStream({
      start: (controller) => controller.enqueue(bytes("{")),
      cancel() {
        cancelled = true;
      },
    });
    const fetch = () => Promise.resolve(new Response(body, { status: 404 }));
    const error = await failureOf(TrutoApiError, deleteContact(server, { fetch, timeout: 20 }));
    expect(error).toMatchObject({ status: 404, body: "{", mayHaveBeenApplied: false });
    expect(cancelled).toBe(true);
  });
});

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

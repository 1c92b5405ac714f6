import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { TrutoApiError } from "../../src/index.js";
import { deleteContact, failureOf } from "../support/client.js";
import { startServer } from "../support/server.js";

const unhandled: unknown[] = [];
const note = (reason: unknown) => unhandled.push(reason);

beforeEach(() => {
  unhandled.length = 0;
  process.on("unhandledRejection", note);
});

afterEach(() => {
  process.off("unhandledRejection", note);
});

describe("withResponse", () => {
  it("returns the data, the response, the attempts and the rate limit", async () => {
    const headers = {
      "x-request-id": "r1",
      "ratelimit-limit": "110;w=10",
      "ratelimit-remaining": "109",
      "ratelimit-reset": "60",
    };
    await using server = await startServer([{ status: 502 }, { status: 200, headers, json: { id: "1" } }]);
    const { data, response, attempts, rateLimit } = await deleteContact(server).withResponse();
    expect(data).toEqual({ id: "1" });
    expect(response).toBeInstanceOf(Response);
    expect(response.status).toBe(200);
    expect(response.headers.get("x-request-id")).toBe("r1");
    expect(attempts).toBe(2);
    expect(rateLimit).toEqual({ limit: 110, window: 10, remaining: 109, reset: 60 });
  });

  it("returns no rate limit when the response has none", async () => {
    await using server = await startServer({ json: { id: "1" } });
    expect((await deleteContact(server).withResponse()).rateLimit).toBeUndefined();
  });

  it("sends one request when it is called more than once", async () => {
    await using server = await startServer({ json: { id: "1" } });
    const call = deleteContact(server);
    const [first, second, data] = await Promise.all([call.withResponse(), call.withResponse(), call]);
    expect(first).toEqual(second);
    expect(data).toBe(first.data);
    expect(server.requests).toHaveLength(1);
  });

  it("returns the unread stream as the data", async () => {
    await using server = await startServer({ body: "bytes" });
    const query = { truto_response_format: "stream" } as const;
    const { data, response } = await deleteContact(server, { query }).withResponse();
    expect(response.status).toBe(200);
    expect(await new Response(data as ReadableStream).text()).toBe("bytes");
  });
});

describe("a failed call", () => {
  it.each([
    ["the data", (call: ReturnType<typeof deleteContact>) => [call]],
    ["the response", (call: ReturnType<typeof deleteContact>) => [call.withResponse()]],
    ["both", (call: ReturnType<typeof deleteContact>) => [call, call.withResponse()]],
  ])("causes no unhandled rejection when %s is awaited", async (_, awaited) => {
    await using server = await startServer({ status: 404 });
    for (const promise of awaited(deleteContact(server))) await failureOf(TrutoApiError, promise);
    await setImmediate();
    expect(unhandled).toEqual([]);
  });

  it("causes an unhandled rejection when nothing is awaited", async () => {
    await using server = await startServer({ status: 404 });
    const seen = new Promise((resolve) => process.once("unhandledRejection", resolve));
    void deleteContact(server);
    expect(await seen).toBeInstanceOf(TrutoApiError);
    await setImmediate();
    expect(unhandled).toHaveLength(1);
  });
});

import { describe, expect, test } from "vitest";
import { type FetchInit, TrutoApiError } from "../../src/index.js";
import { deleteContact, failureOf } from "../support/client.js";
import { fetches } from "../support/fetches.js";
import { type Answer, startServer } from "../support/server.js";

const limit = 64 * 1024;

async function errorOf(answer: Answer): Promise<TrutoApiError> {
  await using server = await startServer({ status: 403, ...answer });
  return await failureOf(TrutoApiError, deleteContact(server));
}

describe("an error body with values of the wrong type", () => {
  test("gives properties of the documented types", async () => {
    const json = {
      statusCode: "x",
      error: 5,
      message: { a: 1 },
      truto_is_remote_error: "yes",
      truto_error_insight: "none",
    };
    const error = await errorOf({ json });
    expect(error).toMatchObject({
      status: 403,
      error: "Forbidden",
      isRemote: false,
      insight: undefined,
      body: json,
    });
    expect(error).toMatchObject({
      missingScopes: [],
      needsReauth: false,
      rateLimit: undefined,
      retryAfter: undefined,
    });
    expect(error.message).toContain("403 Forbidden");
  });

  test.each([
    null,
    1,
    "all",
    [],
    {},
    { value: null },
    { value: 1 },
    { value: "all" },
    { value: [] },
    { value: {} },
    { value: { missing_scopes: null } },
    { value: { missing_scopes: "contacts" } },
    { value: { missing_scopes: { length: 1 } } },
  ])("gives no missing scopes for a forbidden_error of %j", async (forbidden_error) => {
    const error = await errorOf({ json: { statusCode: 403, truto_error_insight: { forbidden_error } } });
    expect(error.missingScopes).toEqual([]);
    expect(error.insight).toEqual({ forbidden_error });
  });

  test("gives the scopes that are strings", async () => {
    const missing_scopes = ["contacts.write", 1, null, "contacts.delete"];
    const error = await errorOf({
      json: { truto_error_insight: { forbidden_error: { value: { missing_scopes } } } },
    });
    expect(error.missingScopes).toEqual(["contacts.write", "contacts.delete"]);
  });
});

describe("an error body with __proto__ keys", () => {
  test("is kept unchanged and changes no prototype", async () => {
    const body =
      '{"__proto__":{"polluted":true,"message":"from the prototype"},"constructor":{"prototype":{"polluted":true}}}';
    const error = await errorOf({ body });
    expect(JSON.stringify(error.body)).toBe(body);
    expect(Object.getPrototypeOf(error.body)).toBe(Object.prototype);
    expect("polluted" in {}).toBe(false);
    expect(error.message).not.toContain("from the prototype");
  });

  test("gives no property through the prototype", async () => {
    const inner = '{"truto_is_remote_error":true,"error":"Fake","raw_response":1}';
    const error = await errorOf({ body: `{"__proto__":${inner},"statusCode":403}` });
    expect(error).toMatchObject({ isRemote: false, error: "Forbidden", rawResponse: undefined });
  });
});

describe("an error body that is nested too deeply", () => {
  test.each([
    ["lists", "[".repeat(30_000) + "]".repeat(30_000)],
    ["objects", `${'{"a":'.repeat(9_000)}1${"}".repeat(9_000)}`],
    ["lists that are never closed", "[".repeat(60_000)],
  ])("gives an error with the status: %s", async (_, body) => {
    const error = await errorOf({ body, headers: { "content-type": "application/json" } });
    expect(error.status).toBe(403);
    expect(error.message.length).toBeLessThan(1_000);
    expect(() => JSON.stringify(error)).not.toThrow();
  });
});

describe("an error body that is large", () => {
  const chunk = "x".repeat(limit / 4);

  test("is read up to 64 KiB before its socket is closed", async () => {
    let sent = 0;
    const body = {
      *[Symbol.iterator]() {
        for (; sent < 50 * 2 ** 20; sent += chunk.length) yield chunk;
      },
    };
    await using server = await startServer({ status: 502, body });
    const error = await failureOf(TrutoApiError, deleteContact(server, { maxRetries: 0 }));
    expect(error).toMatchObject({ status: 502, body: chunk.repeat(4) });
    expect(error.message.length).toBeLessThan(1_000);
    await server.requests[0]?.closed;
    expect(sent).toBeLessThan(25 * 2 ** 20);
  });

  test("is read at most a few chunks further when ten of 50 MB arrive at once", async () => {
    const body = Array<string>(800).fill("x".repeat(limit));
    await using server = await startServer({ status: 502, body });
    const read: number[] = [];
    const countingFetch = async (url: string, init: FetchInit) => {
      const response = await fetch(url, init);
      const call = read.push(0) - 1;
      const counter = new TransformStream<Uint8Array, Uint8Array>({
        transform(bytes, controller) {
          read[call] = (read[call] ?? 0) + bytes.length;
          controller.enqueue(bytes);
        },
      });
      return new Response(response.body?.pipeThrough(counter), response);
    };
    const refuse = () => deleteContact(server, { fetch: countingFetch, maxRetries: 0 });
    const errors = await Promise.all(Array.from({ length: 10 }, () => failureOf(TrutoApiError, refuse())));
    expect(errors.map(({ status }) => status)).toEqual(Array(10).fill(502));
    expect(read).toHaveLength(10);
    expect(Math.min(...read)).toBeGreaterThanOrEqual(limit);
    expect(Math.max(...read)).toBeLessThan(10 * limit);
  });

  test("is complete at the limit, and cut at one byte more", async () => {
    const json = { message: "At the limit", filler: "" };
    json.filler = "y".repeat(limit - JSON.stringify(json).length);
    expect((await errorOf({ json })).body).toEqual(json);
    json.filler += "y";
    const error = await errorOf({ json });
    expect(error.body).toBe(JSON.stringify(json).slice(0, limit));
    expect(error.status).toBe(403);
  });

  test("gives its first words to the message and its whole text to body", async () => {
    const message = "Because of this. ".repeat(1_000);
    const error = await errorOf({ json: { statusCode: 403, error: "Forbidden", message } });
    expect(error.message).toContain("Because of this. Because");
    expect(error.message.length).toBeLessThan(1_000);
    expect(error.body).toMatchObject({ message });
  });

  test("has no replacement character where a chunk or the limit splits a character", async () => {
    const bytes = new TextEncoder().encode("€".repeat(limit / 2));
    const error = await errorOf({
      body: [bytes.subarray(0, 10), bytes.subarray(10, 1_000), bytes.subarray(1_000)],
    });
    expect(error.body).toMatch(/^€+$/);
  });
});

test("an error body that is cut or reset gives an error with its status and the received part", async () => {
  expect(await errorOf({ body: ["No perm"], ending: "cut" })).toMatchObject({ status: 403, body: "No perm" });
  expect(await errorOf({ body: ["No perm"], ending: "reset" })).toMatchObject({ status: 403 });
  expect(await errorOf({ ending: "cut" })).toMatchObject({ status: 403, body: undefined });
  const short = { headers: { "content-length": "99" }, body: ["No perm"], ending: "cut" } as const;
  expect(await errorOf(short)).toMatchObject({ status: 403, body: "No perm" });
});

test.each(Object.entries(fetches))("an error body is cut at 64 KiB with %s", async (_, fetch) => {
  const body = "x".repeat(limit + 1);
  await using server = await startServer([
    { status: 403, body },
    { status: 403, body: body.slice(1) },
  ]);
  for (const _attempt of [1, 2]) {
    const error = await failureOf(TrutoApiError, deleteContact(server, { fetch }));
    expect(error.body).toBe(body.slice(1));
  }
});

test.each(["node-fetch", "undici"] as const)("an error body without end does not block %s", async (name) => {
  const chunk = "x".repeat(limit / 4);
  let sent = 0;
  const body = {
    *[Symbol.iterator]() {
      for (; sent < 50 * 2 ** 20; sent += chunk.length) yield chunk;
    },
  };
  await using server = await startServer({ status: 403, body });
  const error = await failureOf(TrutoApiError, deleteContact(server, { fetch: fetches[name] }));
  expect(error.body).toBe(chunk.repeat(4));
  await server.requests[0]?.closed;
  expect(sent).toBeLessThan(25 * 2 ** 20);
});

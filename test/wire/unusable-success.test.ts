import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { TrutoApiError, TrutoConnectionError, TrutoError } from "../../src/index.js";
import { deleteAsStream, deleteContact, deleteOverApi, failureOf, parsed } from "../support/client.js";
import { type Reply, startServer } from "../support/server.js";

/** The error of a call with this reply. Fails when the call is retried. */
async function failedOnce(reply: Reply): Promise<TrutoError> {
  await using server = await startServer(reply);
  const error = await failureOf(TrutoError, deleteContact(server));
  expect(server.requests).toHaveLength(1);
  return error;
}

describe("a success with an unusable body", () => {
  const lost: [string, Reply][] = [
    ["is cut", { body: ['{"id":'], ending: "cut" }],
    ["is reset", { body: ['{"id":'], ending: "reset" }],
    ["is shorter than it says", { headers: { "content-length": "50" }, body: ['{"id":"1"}'], ending: "cut" }],
    ["is not the gzip it says", { headers: { "content-encoding": "gzip" }, body: '{"id":"1"}' }],
  ];
  test.each(lost)("is a TrutoConnectionError that may have been applied when it %s", async (_, reply) => {
    const error = await failedOnce(reply);
    expect(error).toBeInstanceOf(TrutoConnectionError);
    expect(error).toMatchObject({ attempts: 1, mayHaveBeenApplied: true });
  });

  test.each(["{", "<p>Done</p>", "OK", "[]", '"gone"', "1", "true", "null", '{"id":"1"} extra', "\0"])(
    "is a TrutoApiError that may have been applied, with the body, when it is %j",
    async (body) => {
      const error = await failedOnce({ body, headers: { "content-type": "application/json" } });
      expect(error).toBeInstanceOf(TrutoApiError);
      expect(error).toMatchObject({ status: 200, attempts: 1, body: parsed(body), mayHaveBeenApplied: true });
    },
  );

  test("is an error in the raw format only when its JSON does not parse", async () => {
    await using server = await startServer({ body: "{", headers: { "content-type": "application/json" } });
    const call = deleteContact(server, { query: { truto_response_format: "raw" } });
    expect(await failureOf(TrutoApiError, call)).toMatchObject({ status: 200, mayHaveBeenApplied: true });
  });

  test.each(["cut", "reset"] as const)(
    "fails a stream with an error that may have been applied when it is %s",
    async (ending) => {
      await using server = await startServer({ body: ["one"], ending });
      const text = new Response(await deleteAsStream(server)).text();
      expect(await failureOf(TrutoConnectionError, text)).toMatchObject({
        attempts: 1,
        mayHaveBeenApplied: true,
      });
    },
  );
});

describe("a 2xx that does not confirm a contact", () => {
  const bodies: [string, number, unknown][] = [
    ["a status", 200, { status: "ok" }],
    ["an empty object", 200, {}],
    ["an id of null", 200, { id: null }],
    ["an empty id", 200, { id: "" }],
    ["an id of 0", 200, { id: 0 }],
    ["an id that is an object", 200, { id: {} }],
    ["an id of true", 200, { id: true }],
  ];
  test.each(bodies)("is an error that may have been applied: %s", async (_, status, json) => {
    const error = await failedOnce({ status, json });
    expect(error).toBeInstanceOf(TrutoApiError);
    expect(error).toMatchObject({ status, attempts: 1, body: json, mayHaveBeenApplied: true });
    expect(error.message).toContain("the body has no id");
  });

  test.each(["unified", "normalized", "raw"] as const)(
    "is an error in %s when its body is an error of Truto",
    async (format) => {
      const json = { statusCode: 502, error: "Bad Gateway", message: "No." };
      await using server = await startServer({ json });
      const call = deleteContact(server, { query: { truto_response_format: format } });
      const error = await failureOf(TrutoApiError, call);
      expect(error).toMatchObject({ status: 200, body: json, mayHaveBeenApplied: true });
      expect(error.message).toContain("the body is an error of status 502");
    },
  );

  test.each([400, 404, 599])("is an error when its body has the statusCode %d", async (statusCode) => {
    const json = { id: "23423523", statusCode };
    expect(await failedOnce({ json })).toMatchObject({ status: 200, body: json, mayHaveBeenApplied: true });
  });

  test.each([0, 200, 399, 600, "404", null])(
    "is a success when its body has the statusCode %j",
    async (statusCode) => {
      const json = { id: "23423523", statusCode };
      await using server = await startServer({ json });
      expect(await deleteContact(server)).toEqual(json);
    },
  );

  test("needs no id when id was excluded or the body is empty", async () => {
    await using server = await startServer([{ json: { name: "Ada" } }, {}]);
    const query = { truto_exclude_fields: ["id"] } as const;
    expect(await deleteContact(server, { query })).toEqual({ name: "Ada" });
    expect(await deleteContact(server)).toEqual({ id: "23423523" });
  });

  test("is an error that names another sender than Truto when it is a page", async () => {
    const error = await failedOnce({
      body: "<!doctype html>Log in",
      headers: { "content-type": "text/html" },
    });
    expect(error.message).toContain("something else than Truto responded");
    expect(error).toMatchObject({ mayHaveBeenApplied: true });
  });

  test.each(["unified", "normalized"] as const)(
    "is read up to 10 MiB in %s after decompression",
    async (format) => {
      const bomb = gzipSync(JSON.stringify({ id: "x".repeat(11 * 1024 * 1024) }));
      await using server = await startServer({ headers: { "content-encoding": "gzip" }, body: bomb });
      const call = deleteContact(server, { query: { truto_response_format: format } });
      const error = await failureOf(TrutoApiError, call);
      expect(error).toMatchObject({ status: 200, mayHaveBeenApplied: true });
      expect(error.message).toContain("the body is larger than 10 MiB");
      expect(String(error.body).length).toBe(64 * 1024);
    },
  );
});

describe("a 2xx that is not in the contract", () => {
  const formats = ["unified", "normalized", "raw", "stream"] as const;
  test.each([201, 202, 203, 205, 206, 207, 208, 226, 299])(
    "is an error that may have been applied in every format: %d",
    async (status) => {
      for (const format of formats) {
        await using server = await startServer({
          status,
          ...(status !== 205 && { json: { id: "23423523" } }),
        });
        const call = deleteContact(server, { query: { truto_response_format: format } });
        const error = await failureOf(TrutoApiError, call);
        expect(error).toMatchObject({ status, attempts: 1, mayHaveBeenApplied: true });
        expect(error.message).toMatch(/: the contract names no such success.* \(it may have been applied\)$/);
        expect(server.requests).toHaveLength(1);
      }
    },
  );

  test("is a success in truto.api, as in openapi-fetch", async () => {
    await using server = await startServer({ status: 202, json: { id: "1" } });
    const { data, error, response } = await deleteOverApi(server);
    expect({ data, error, status: response.status }).toEqual({ data: { id: "1" }, status: 202 });
  });
});

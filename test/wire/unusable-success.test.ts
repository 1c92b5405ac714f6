import { describe, expect, test } from "vitest";
import { TrutoApiError, TrutoConnectionError, TrutoError } from "../../src/index.js";
import { deleteAsStream, deleteContact, failureOf, parsed } from "../support/client.js";
import { type Reply, startServer } from "../support/server.js";

/** The error of a call with retries left that gets this reply, and is sent once. */
async function failedOnce(reply: Reply): Promise<TrutoError> {
  await using server = await startServer(reply);
  const error = await failureOf(TrutoError, deleteContact(server));
  expect(server.requests).toHaveLength(1);
  return error;
}

describe("a success whose body can't be used", () => {
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
      for (const status of [200, 201, 202, 299]) {
        const error = await failedOnce({ status, body, headers: { "content-type": "application/json" } });
        expect(error).toBeInstanceOf(TrutoApiError);
        expect(error).toMatchObject({ status, attempts: 1, body: parsed(body), mayHaveBeenApplied: true });
      }
    },
  );

  test("is an error in raw format only when its JSON does not parse", async () => {
    await using server = await startServer({ body: "{", headers: { "content-type": "application/json" } });
    const call = deleteContact(server, { query: { truto_response_format: "raw" } });
    expect(await failureOf(TrutoApiError, call)).toMatchObject({ status: 200, mayHaveBeenApplied: true });
  });

  test.each(["cut", "reset"] as const)(
    "errors a stream, which may have been applied, when it is %s",
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

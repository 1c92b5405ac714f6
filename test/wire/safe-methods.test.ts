import { describe, expect, test } from "vitest";
import { TrutoApiError, TrutoConnectionError, TrutoError } from "../../src/index.js";
import { resolveOptions } from "../../src/options/resolve.js";
import { readByContentType, readObject } from "../../src/transport/read.js";
import { send } from "../../src/transport/send.js";
import { failureOf, token } from "../support/client.js";
import { type Reply, startServer } from "../support/server.js";

/** Sends a request of an operation that the contract does not have yet, as a method such as `contacts.get` would. */
async function request(
  server: { url: string },
  method: string,
  read: (response: Response) => Promise<unknown> = (response) => readObject(response, undefined),
) {
  const client = resolveOptions({ token, baseUrl: server.url, maxRetryDelay: 1 });
  const path = "/unified/crm/contacts/1";
  const sent = { name: `${method} ${path}`, method, path, url: server.url + path, successes: [200] };
  return (await send(client, sent, {}, read)).data;
}

const contact = { id: "1" };
const cuts: [string, Reply][] = [
  ["is cut", { body: ['{"id":'], ending: "cut" }],
  ["is reset", { body: ['{"id":'], ending: "reset" }],
  ["is shorter than it says", { headers: { "content-length": "50" }, body: ['{"id":"1"}'], ending: "cut" }],
];

describe("a success whose body", () => {
  test.each(cuts)("%s is retried for a GET", async (_, reply) => {
    await using server = await startServer([reply, { json: contact }]);
    expect(await request(server, "GET")).toEqual(contact);
    expect(server.requests).toHaveLength(2);
  });

  test.each(cuts)(
    "%s each time is a TrutoConnectionError that was not applied for a GET",
    async (_, reply) => {
      await using server = await startServer(reply);
      const error = await failureOf(TrutoConnectionError, request(server, "GET"));
      expect(error).toMatchObject({ attempts: 3, mayHaveBeenApplied: false });
    },
  );

  test.each(cuts)("%s is not retried for another method", async (_, reply) => {
    for (const method of ["DELETE", "POST", "PUT", "PATCH"]) {
      await using server = await startServer([reply, { json: contact }]);
      const error = await failureOf(TrutoConnectionError, request(server, method));
      expect(error).toMatchObject({ attempts: 1, mayHaveBeenApplied: true });
    }
  });
});

describe("a GET whose contract has only a 200", () => {
  test.each([201, 202, 204, 206])("rejects a %d with an error that was not applied", async (status) => {
    await using server = await startServer({ status });
    const error = await failureOf(TrutoApiError, request(server, "GET"));
    expect(error).toMatchObject({ status, attempts: 1, mayHaveBeenApplied: false });
    expect(error.message).toContain("the contract names no such success");
    expect(error.message).not.toContain("it may have been applied");
  });

  test("rejects an empty body", async () => {
    await using server = await startServer();
    const error = await failureOf(TrutoApiError, request(server, "GET"));
    expect(error).toMatchObject({ status: 200, body: undefined, mayHaveBeenApplied: false });
    expect(error.message).toContain("the body is empty");
  });

  test.each([408, 500, 502])("has an error that was not applied after a %d", async (status) => {
    await using server = await startServer({ status });
    expect(await failureOf(TrutoError, request(server, "GET"))).toMatchObject({ mayHaveBeenApplied: false });
  });

  test("returns any body in raw, even an empty one", async () => {
    await using server = await startServer();
    expect(await request(server, "GET", readByContentType)).toBeUndefined();
  });
});

test("A range of successes in the contract covers each of its statuses", async () => {
  await using server = await startServer({ status: 206, json: contact });
  const client = resolveOptions({ token, baseUrl: server.url });
  const sent = { name: "GET /", method: "GET", path: "/", url: server.url, successes: [2] };
  const { data } = await send(client, sent, {}, (response) => readObject(response, undefined));
  expect(data).toEqual(contact);
});

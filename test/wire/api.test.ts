import createClient, { type Middleware } from "openapi-fetch";
import { describe, expect, it } from "vitest";
import { TrutoApiError, TrutoConnectionError, TrutoInputError } from "../../src/index.js";
import { createTestApi, createTestClient, failure, failureOf, token } from "../support/client.js";
import { type Answer, startServer, type TestServer } from "../support/server.js";

const path = "/unified/crm/contacts/{id}";

/** Deletes through the openapi-fetch client, with what `init` adds. */
function deleteBy(server: TestServer, init: { id?: string; signal?: AbortSignal } = {}) {
  const { id = "23423523", ...others } = init;
  return createTestApi(server).DELETE(path, {
    params: { path: { id }, query: { integrated_account_id: "account-1" } },
    ...others,
  });
}

describe("the openapi-fetch client", () => {
  it("sends byte for byte what contacts.delete sends", async () => {
    await using server = await startServer({ json: { id: "1" } });
    const truto = createTestClient(server);
    const common = { integrated_account_id: "a b", remote_query: { a: [{ "b&": 1 }], c: { d: [true] } } };
    await truto.contacts.delete("a/b", { ...common, truto_exclude_fields: ["tags", "urls"] });
    await createTestApi(server).DELETE(path, {
      params: { path: { id: "a/b" }, query: { ...common, "truto_exclude_fields[]": ["tags", "urls"] } },
    });
    const [first, second] = server.requests;
    expect(second).toMatchObject({ method: "DELETE", target: first?.target });
    const { "idempotency-key": firstKey, ...headers } = first?.headers ?? {};
    expect(second?.headers).toEqual({ ...headers, "idempotency-key": expect.any(String) });
    expect(second?.headers["idempotency-key"]).not.toBe(firstKey);
    expect(headers.authorization).toBe(`Bearer ${token}`);
  });

  it("has every method of an openapi-fetch client", () => {
    expect(Object.keys(createTestApi({ url: "http://localhost" }))).toEqual(Object.keys(createClient()));
  });

  it("runs a middleware after use() until eject()", async () => {
    await using server = await startServer({ json: { id: "1" } });
    const api = createTestApi(server);
    const init = { params: { path: { id: "1" }, query: { integrated_account_id: "a" } } };
    const middleware: Middleware = {
      onRequest({ request }) {
        request.headers.set("x-added", "yes");
      },
    };
    api.use(middleware);
    await api.DELETE(path, init);
    api.eject(middleware);
    await api.request("delete", path, init);
    expect(server.requests.map(({ method, headers }) => [method, headers["x-added"]])).toEqual([
      ["DELETE", "yes"],
      ["DELETE", undefined],
    ]);
  });

  it("returns the data and the response of a success", async () => {
    await using server = await startServer({ headers: { "x-request-id": "r1" }, json: { id: "1" } });
    const { data, error, response } = await deleteBy(server);
    expect({ data, error }).toEqual({ data: { id: "1" }, error: undefined });
    expect(response.status).toBe(200);
    expect(response.headers.get("x-request-id")).toBe("r1");
  });

  it("treats a 204 as a success without data", async () => {
    await using server = await startServer({ status: 204 });
    const { error, response } = await deleteBy(server);
    expect(error).toBeUndefined();
    expect(response.status).toBe(204);
  });

  it("returns an unread body as a stream", async () => {
    await using server = await startServer({ body: ["first"], ending: "silence" });
    const { data } = await createTestApi(server).DELETE(path, {
      params: { path: { id: "1" }, query: { integrated_account_id: "a" } },
      parseAs: "stream",
    });
    const reader = data?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe("first");
    await reader?.cancel();
  });

  it("sends the headers of the client and of the call", async () => {
    await using server = await startServer({ status: 204 });
    await createTestApi(server, { headers: { "x-a": "client", "x-b": "client" } }).DELETE(path, {
      params: {
        path: { id: "1" },
        query: { integrated_account_id: "a" },
      },
      headers: { "x-b": "call", "Idempotency-Key": "my-own" },
    });
    expect(server.requests[0]?.headers).toMatchObject({
      "x-a": "client",
      "x-b": "call",
      "idempotency-key": "my-own",
    });
  });

  it("retries as contacts.delete does, under one idempotency key", async () => {
    await using server = await startServer([{ status: 502 }, "cut", { json: { id: "1" } }]);
    expect((await deleteBy(server)).data).toEqual({ id: "1" });
    expect(server.requests).toHaveLength(3);
    expect(new Set(server.requests.map(({ headers }) => headers["idempotency-key"])).size).toBe(1);
  });
});

describe("an error response", () => {
  it("resolves with its body", async () => {
    const body = { statusCode: 404, error: "Not Found", message: "no such contact", details: [1] };
    await using server = await startServer({ status: 404, json: body });
    const { data, error, response } = await deleteBy(server);
    expect(data).toBeUndefined();
    expect(error).toEqual(body);
    expect(response.status).toBe(404);
  });

  it.each<[string, Answer]>([
    ["an empty body", {}],
    ["HTML", { headers: { "content-type": "text/html" }, body: "<h1>Not here</h1>" }],
    ["text", { headers: { "content-type": "text/plain" }, body: "not here" }],
    ["JSON false", { json: false }],
    ["JSON null", { json: null }],
    ["JSON that is cut off", { headers: { "content-type": "application/json" }, body: '{"err' }],
  ])("with %s is an error too", async (_, answer) => {
    await using server = await startServer({ ...answer, status: 404 });
    const { data, error, response } = await deleteBy(server);
    expect(data).toBeUndefined();
    expect(error).toMatchObject({ statusCode: 404, message: expect.stringContaining("404 Not Found") });
    expect(response.status).toBe(404);
  });

  it("keeps its headers", async () => {
    const headers = { "retry-after": "100", "x-request-id": "r1", "ratelimit-reset": "60" };
    await using server = await startServer({ status: 429, headers, json: { statusCode: 429 } });
    const { error, response } = await deleteBy(server);
    expect(error).toEqual({ statusCode: 429 });
    expect(Object.fromEntries(response.headers)).toMatchObject(headers);
  });

  it("after the last retry resolves with the last error", async () => {
    await using server = await startServer({ status: 500 });
    expect((await deleteBy(server)).error).toMatchObject({ statusCode: 500 });
    expect(server.requests).toHaveLength(3);
  });
});

describe("a call without a response", () => {
  it.each(["", ".", "..", "\n", "\ud800"])("rejects the id %j before it sends anything", async (id) => {
    await using server = await startServer({ status: 204 });
    await failureOf(TrutoInputError, deleteBy(server, { id }));
    expect(server.allConnections).toBe(0);
  });

  it("rejects another server than the client's before it sends the token", async () => {
    await using server = await startServer();
    await using other = await startServer();
    const call = createTestApi(server).DELETE("/unified/crm/contacts/{id}", {
      baseUrl: other.url,
      params: { path: { id: "1" }, query: { integrated_account_id: "a" } },
    });
    await failureOf(TrutoInputError, call);
    expect(other.allConnections).toBe(0);
  });

  it("rejects for a redirect without following it", async () => {
    await using server = await startServer({ status: 303, headers: { location: "/elsewhere" } });
    const error = await failureOf(TrutoApiError, deleteBy(server));
    expect(error).toMatchObject({ status: 303, mayHaveBeenApplied: true });
    expect(server.requests).toHaveLength(1);
  });

  it("rejects for a lost connection", async () => {
    await using server = await startServer("reset");
    const error = await failureOf(TrutoConnectionError, deleteBy(server));
    expect(error).toMatchObject({ attempts: 3, mayHaveBeenApplied: true });
  });

  it("rejects with the caller's own reason after an abort", async () => {
    await using server = await startServer("silence");
    const controller = new AbortController();
    const call = failure(deleteBy(server, { signal: controller.signal }));
    const reason = new Error("enough");
    controller.abort(reason);
    expect(await call).toBe(reason);
  });
});

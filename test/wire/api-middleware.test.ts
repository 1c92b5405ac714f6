import { type Middleware, wrapAsPathBasedClient } from "openapi-fetch";
import { describe, expect, it } from "vitest";
import { type Fetch, TrutoConnectionError, TrutoInputError } from "../../src/index.js";
import { createTestApi, failure, failureOf, token } from "../support/client.js";
import { startServer } from "../support/server.js";

// Middleware as https://openapi-ts.dev/openapi-fetch/middleware-auth and /openapi-fetch/api document it.

const path = "/unified/crm/contacts/{id}";
const init = { params: { path: { id: "1" }, query: { integrated_account_id: "a" } } };

/** The ways in which a middleware can return a request with one more header. */
const replacements: [string, (request: Request) => Request][] = [
  ["the request itself", (request) => request],
  ["a new Request of the request", (request) => new Request(request, { headers: request.headers })],
  ["a clone of the request", (request) => request.clone()],
  ["a new Request of its URL and itself", (request) => new Request(request.url, request)],
];

describe.each(replacements)("a middleware that returns %s", (_, replace) => {
  const middleware: Middleware = {
    onRequest({ request }) {
      const replaced = replace(request);
      replaced.headers.set("x-added", "yes");
      return replaced;
    },
  };

  it("changes the request that is sent", async () => {
    await using server = await startServer({ json: { id: "1" } });
    const api = createTestApi(server);
    api.use(middleware);
    expect((await api.DELETE(path, init)).data).toEqual({ id: "1" });
    expect(server.requests[0]).toMatchObject({
      method: "DELETE",
      target: "/unified/crm/contacts/1?integrated_account_id=a",
      headers: { "x-added": "yes", authorization: `Bearer ${token}`, "idempotency-key": expect.any(String) },
    });
  });

  it("keeps the caller's abort signal", async () => {
    await using server = await startServer("silence");
    const api = createTestApi(server);
    api.use(middleware);
    const controller = new AbortController();
    const call = failure(api.DELETE(path, { ...init, signal: controller.signal }));
    const reason = new Error("enough");
    setTimeout(() => controller.abort(reason), 20);
    expect(await call).toBe(reason);
  });

  it.each(["text", "blob", "arrayBuffer", "stream"] as const)("keeps parseAs: %s", async (parseAs) => {
    await using server = await startServer({ body: "not JSON" });
    const api = createTestApi(server);
    api.use(middleware);
    const { data } = await api.DELETE(path, { ...init, parseAs });
    expect(await new Response(data).text()).toBe("not JSON");
  });

  it("keeps the body", async () => {
    await using server = await startServer({ json: {} });
    const api = createTestApi(server);
    api.use(middleware);
    await Reflect.apply(api.POST, undefined, ["/unified/crm/unknown", { body: { name: "Ada" } }]);
    expect(server.requests[0]?.headers).toMatchObject({
      "content-type": "application/json",
      "content-length": "14",
    });
  });
});

/** A middleware that notes when it is called. */
function noting(log: string[], name: string): Middleware {
  return {
    onRequest: () => {
      log.push(`request ${name}`);
    },
    onResponse: () => {
      log.push(`response ${name}`);
    },
  };
}

describe("several middlewares", () => {
  it("see requests in order and responses in reverse, the client's before the call's", async () => {
    await using server = await startServer({ json: {} });
    const log: string[] = [];
    const api = createTestApi(server);
    const first = noting(log, "1");
    api.use(first, noting(log, "2"));
    await api.DELETE(path, { ...init, middleware: [noting(log, "of the call")] });
    expect(log).toEqual([
      ...["request 1", "request 2", "request of the call"],
      ...["response of the call", "response 2", "response 1"],
    ]);
    log.length = 0;
    api.eject(first);
    await api.DELETE(path, init);
    expect(log).toEqual(["request 2", "response 2"]);
  });

  it("of one call affect only that call", async () => {
    await using server = await startServer({ json: {} });
    const api = createTestApi(server);
    const middleware: Middleware = {
      onRequest: ({ request }) => new Request(request, { headers: { "x-a": "1" } }),
    };
    await api.DELETE(path, { ...init, middleware: [middleware] });
    await api.DELETE(path, init);
    expect(server.requests.map(({ headers }) => headers["x-a"])).toEqual(["1", undefined]);
  });

  it("are checked", () => {
    const api = createTestApi({ url: "http://localhost" });
    expect(() => Reflect.apply(api.use, undefined, [{}])).toThrow("Middleware must be an object");
  });
});

describe("a middleware", () => {
  it("receives the path template, the parameters as given, an id and the options", async () => {
    await using server = await startServer({ json: {} });
    const api = createTestApi(server);
    const told: unknown[] = [];
    const ids: string[] = [];
    api.use({
      onRequest({ schemaPath, params, id, options }) {
        told.push(schemaPath, params, options.baseUrl, options.parseAs);
        ids.push(id);
      },
      onResponse: ({ id }) => {
        ids.push(id);
      },
    });
    await api.DELETE(path, { ...init, parseAs: "text" });
    expect(told).toEqual([path, init.params, server.url, "text"]);
    expect(ids[0]).toBe(ids[1]);
  });

  it("that returns a response from onRequest sends nothing", async () => {
    await using server = await startServer();
    const api = createTestApi(server);
    api.use({ onRequest: () => Response.json({ id: "cached" }) });
    expect((await api.DELETE(path, init)).data).toEqual({ id: "cached" });
    expect(server.allConnections).toBe(0);
  });

  it("that returns another response changes the result", async () => {
    await using server = await startServer({ json: { id: "1" } });
    const api = createTestApi(server);
    api.use({ onResponse: () => Response.json({ id: "changed" }, { status: 203 }) });
    const { data, response } = await api.DELETE(path, init);
    expect([data, response.status]).toEqual([{ id: "changed" }, 203]);
  });

  it("that throws in onResponse sees the response's URL and status", async () => {
    await using server = await startServer({ status: 404, json: { statusCode: 404, error: "Not Found" } });
    const api = createTestApi(server);
    api.use({
      onResponse({ response }) {
        if (!response.ok) throw new Error(`${response.url}: ${response.status} ${response.statusText}`);
      },
    });
    const url = `${server.url}/unified/crm/contacts/1?integrated_account_id=a`;
    await expect(api.DELETE(path, init)).rejects.toThrow(new Error(`${url}: 404 Not Found`));
  });

  it("receives an error, and can keep it, replace it or return a response", async () => {
    await using server = await startServer("reset");
    const api = createTestApi(server, { maxRetries: 0 });
    const seen: unknown[] = [];
    const results: [Error | Response | undefined, unknown][] = [
      [undefined, expect.any(TrutoConnectionError)],
      [new Error("changed"), new Error("changed")],
      [Response.json({ id: "made up" }), expect.objectContaining({ data: { id: "made up" } })],
    ];
    for (const [returned, result] of results) {
      const middleware: Middleware = {
        onError({ error }) {
          seen.push(error);
          return returned;
        },
      };
      const call = api.DELETE(path, { ...init, middleware: [middleware] }).catch((error: unknown) => error);
      expect(await call).toEqual(result);
    }
    expect(seen).toEqual(results.map(() => expect.any(TrutoConnectionError)));
  });

  it("can't send the token to another server", async () => {
    await using server = await startServer();
    await using other = await startServer();
    const api = createTestApi(server);
    api.use({ onRequest: ({ request }) => new Request(`${other.url}/unified`, request) });
    await failureOf(TrutoInputError, api.DELETE(path, init));
    expect(other.allConnections).toBe(0);
  });

  it("that changes the method gets the retries of the new method", async () => {
    await using server = await startServer("reset");
    const api = createTestApi(server, { maxRetries: 1 });
    api.use({ onRequest: ({ request }) => new Request(request, { method: "GET" }) });
    const error = await failureOf(TrutoConnectionError, api.DELETE(path, init));
    expect(error).toMatchObject({ mayHaveBeenApplied: false, request: { method: "GET" } });
    expect(server.requests.map(({ method }) => method)).toEqual(["GET", "GET"]);
  });

  it("sees properties of the call that openapi-fetch does not know", async () => {
    await using server = await startServer({ json: {} });
    const api = createTestApi(server);
    api.use({
      onRequest: ({ request }) => request.headers.set("x-tag", String(Reflect.get(request, "tag"))),
    });
    await api.DELETE(path, { ...init, tag: "of the call" });
    expect(server.requests[0]?.headers["x-tag"]).toBe("of the call");
  });
});

describe("the headers of a client", () => {
  const headers = { "x-kept": "client", "x-changed": "client", "x-gone": "client" };

  it("are removed by null in a call, and replaced by another value", async () => {
    await using server = await startServer({ json: {} });
    const api = createTestApi(server, { headers });
    await api.DELETE(path, { ...init, headers: { "x-changed": "call", "x-gone": null } });
    expect(server.requests[0]?.headers).toMatchObject({ "x-kept": "client", "x-changed": "call" });
    expect(server.requests[0]?.headers).not.toHaveProperty("x-gone");
  });

  it("can be read, changed and removed by a middleware", async () => {
    await using server = await startServer({ json: {} });
    const api = createTestApi(server, { headers });
    const seen: (string | null)[] = [];
    api.use({
      onRequest({ request }) {
        seen.push(request.headers.get("x-kept"));
        request.headers.set("x-changed", "middleware");
        request.headers.delete("x-gone");
      },
    });
    await api.DELETE(path, init);
    expect(seen).toEqual(["client"]);
    expect(server.requests[0]?.headers).toMatchObject({ "x-kept": "client", "x-changed": "middleware" });
    expect(server.requests[0]?.headers).not.toHaveProperty("x-gone");
  });
});

describe("a call of openapi-fetch", () => {
  it.each([
    [123, "123"],
    [-1.5, "-1.5"],
    [2 ** 53 - 1, "9007199254740991"],
    [2n ** 64n, "18446744073709551616"],
    [true, "true"],
  ])("accepts the number or boolean %s in a path", async (id, segment) => {
    await using server = await startServer({ json: {} });
    const params = { path: { id }, query: { integrated_account_id: "a" } };
    await Reflect.apply(createTestApi(server).DELETE, undefined, [path, { params }]);
    expect(server.requests[0]?.target).toBe(`/unified/crm/contacts/${segment}?integrated_account_id=a`);
  });

  it.each([2 ** 53, -(2 ** 53), Number.NaN, Number.POSITIVE_INFINITY])(
    "rejects the inexact number %s in a path before it sends anything",
    async (id) => {
      await using server = await startServer();
      const params = { path: { id }, query: { integrated_account_id: "a" } };
      const call = Reflect.apply(createTestApi(server).DELETE, undefined, [path, { params }]);
      expect((await failureOf(TrutoInputError, call)).message).toBe("id must be a string, not Number");
      expect(server.allConnections).toBe(0);
    },
  );

  it("accepts its own fetch, and gives it the client's token", async () => {
    const requests: Request[] = [];
    const fetch = async (request: Request) => {
      requests.push(request);
      return Response.json({ id: "own" });
    };
    const { data } = await createTestApi({ url: "http://localhost" }).DELETE(path, { ...init, fetch });
    expect(data).toEqual({ id: "own" });
    expect(requests[0]?.headers.get("authorization")).toBe(`Bearer ${token}`);
    expect(requests[0]?.redirect).toBe("manual");
  });

  it("accepts its own serializers", async () => {
    await using server = await startServer({ json: {} });
    await createTestApi(server).DELETE(path, {
      ...init,
      pathSerializer: (template) => template.replace("{id}", "own"),
      querySerializer: () => "own=1",
    });
    expect(server.requests[0]?.target).toBe("/unified/crm/contacts/own?own=1");
  });

  it("uses its path with wrapAsPathBasedClient", async () => {
    await using server = await startServer({ json: { id: "1" } });
    const api = wrapAsPathBasedClient(createTestApi(server));
    expect((await api[path].DELETE(init)).data).toEqual({ id: "1" });
  });

  it.each<[string, object, string]>([
    [
      "a query parameter that the operation does not have",
      { params: { ...init.params, query: { integrated_account_id: "a", dryRun: true } } },
      'there is no query parameter "dryRun": there are integrated_account_id, truto_response_format, truto_ignore_remote_data, truto_exclude_fields[], remote_query',
    ],
    [
      "a query parameter without its brackets",
      { params: { ...init.params, query: { integrated_account_id: "a", truto_exclude_fields: ["id"] } } },
      'there is no query parameter "truto_exclude_fields": did you mean truto_exclude_fields[]?',
    ],
    [
      "an unknown field",
      {
        params: {
          ...init.params,
          query: { integrated_account_id: "a", "truto_exclude_fields[]": ["taggs"] },
        },
      },
      'there is no field "taggs": did you mean tags?',
    ],
    [
      "a flag in words",
      { params: { ...init.params, query: { integrated_account_id: "a", truto_ignore_remote_data: "no" } } },
      "truto_ignore_remote_data must be true or false",
    ],
    [
      "an unknown format",
      { params: { ...init.params, query: { integrated_account_id: "a", truto_response_format: "xml" } } },
      "truto_response_format must be one of unified, raw, normalized, stream",
    ],
    [
      "a number for the account",
      { params: { ...init.params, query: { integrated_account_id: 7 } } },
      "integrated_account_id must be a string",
    ],
    [
      "an empty account",
      { params: { ...init.params, query: { integrated_account_id: "" } } },
      "integrated_account_id is missing",
    ],
    ["no query", { params: { path: { id: "1" } } }, "integrated_account_id is missing"],
    [
      "URLSearchParams for a query",
      { params: { ...init.params, query: new URLSearchParams("integrated_account_id=a") } },
      "query parameters must be a plain object",
    ],
    ["no path parameters", { params: { query: init.params.query } }, "id must be a string, not Undefined"],
    [
      "an unknown kind of parameter",
      { params: { ...init.params, dryRun: true } },
      'there is no parameter "dryRun": there are path, query, header, cookie',
    ],
    ["an unknown option", { ...init, dryRun: true }, 'there is no option "dryRun": there are params, body,'],
    [
      "a body that is to be parsed as nothing a response has",
      { ...init, parseAs: "xml" },
      "parseAs must be one of json, text, blob, arrayBuffer, stream",
    ],
    [
      "a controller in place of its signal",
      { ...init, signal: new AbortController() },
      "signal must be an AbortSignal",
    ],
  ])("rejects %s before it sends anything", async (_, given, message) => {
    await using server = await startServer();
    const call = Reflect.apply(createTestApi(server).DELETE, undefined, [path, given]);
    const error = await failureOf(TrutoInputError, call);
    expect(error.message.startsWith(message), error.message).toBe(true);
    expect(server.allConnections).toBe(0);
  });

  it.each(["1", "", "1%2e", "\u200b1"])(
    "rejects a path that is filled in already before it sends anything: %j",
    async (id) => {
      await using server = await startServer();
      const given = { params: { query: init.params.query } };
      const call = Reflect.apply(createTestApi(server).DELETE, undefined, [path.replace("{id}", id), given]);
      const error = await failureOf(TrutoInputError, call);
      expect(error.message).toBe(`give the path as ${path}, and what is in its braces in params.path`);
      expect(server.allConnections).toBe(0);
    },
  );

  it("hands the options of fetch on, so that a dispatcher for tests gets the request", async () => {
    await using server = await startServer({ json: { id: "1" } });
    const dispatcher = {
      dispatch() {
        throw new Error("kept from the network");
      },
    };
    const call = Reflect.apply(createTestApi(server).DELETE, undefined, [path, { ...init, dispatcher }]);
    expect((await failureOf(TrutoConnectionError, call)).message).toContain("kept from the network");
    expect(server.allConnections).toBe(0);
  });

  it("hands the options of fetch on to the client's own fetch, except those that the client decides", async () => {
    const inits: object[] = [];
    const fetch: Fetch = async (_, given) => {
      inits.push(given);
      return Response.json({ id: "1" });
    };
    const api = createTestApi({ url: "http://localhost" }, { fetch });
    await api.DELETE(path, { ...init, cache: "no-store", redirect: "follow", keepalive: true });
    expect(inits).toEqual([
      expect.objectContaining({ method: "DELETE", cache: "no-store", redirect: "manual", keepalive: true }),
    ]);
  });

  it.each(["\u0142", "a\nb"])(
    "takes a success whose reason phrase no Response can have: %j",
    async (text) => {
      const fetch: Fetch = async () => {
        const response = Response.json({ id: "1" });
        return Object.defineProperty(response, "statusText", { value: text });
      };
      const { data, response } = await createTestApi({ url: "http://localhost" }, { fetch }).DELETE(
        path,
        init,
      );
      expect(data).toEqual({ id: "1" });
      expect(response.statusText).toBe("");
    },
  );

  it("rejects missing options", async () => {
    const call = Reflect.apply(createTestApi({ url: "http://localhost" }).DELETE, undefined, [path]);
    expect((await failureOf(TrutoInputError, call)).message).toBe("integrated_account_id is missing");
  });
});

import { describe, expect, it } from "vitest";
import { apiErrorOf, createTrutoApi } from "../../src/api.js";
import { TrutoApiError, TrutoError, TrutoTimeoutError } from "../../src/index.js";
import { createTestApi, deleteOverApi, failure, failureOf, token } from "../support/client.js";
import { type Reply, startServer } from "../support/server.js";

/** Sends a request that the contract does not have yet, as a second operation would. */
function request(
  server: { url: string },
  method: string,
  init: object = {},
): Promise<{ response: Response }> {
  const api = createTestApi(server);
  return Reflect.apply(api.request, undefined, [method.toLowerCase(), "/unified/crm/unknown", init]);
}

describe("a response that openapi-fetch can't read", () => {
  it.each([
    ["text", "Contact deleted"],
    ["a page with the token", `<p>${token}</p>`],
    ["JSON that is cut", `{"token":"${token}`],
  ])(
    "rejects with a typed error that may have been applied and does not show the token: %s",
    async (_, body) => {
      await using server = await startServer({ body });
      const error = await failureOf(TrutoApiError, deleteOverApi(server));
      expect(error).toMatchObject({ status: 200, mayHaveBeenApplied: true });
      expect(`${error.message} ${error.body}`).not.toContain(token);
      expect(server.requests).toHaveLength(1);
    },
  );

  it("is read as text or as a stream with that parseAs", async () => {
    await using server = await startServer({ body: "Contact deleted" });
    const init = { params: { path: { id: "1" }, query: { integrated_account_id: "a" } } };
    const text = await createTestApi(server).DELETE("/unified/crm/contacts/{id}", {
      ...init,
      parseAs: "text",
    });
    expect(text.data).toBe("Contact deleted");
    const stream = await createTestApi(server).DELETE("/unified/crm/contacts/{id}", {
      ...init,
      parseAs: "stream",
    });
    expect(await new Response(stream.data).text()).toBe("Contact deleted");
  });

  it("ends at the timeout when its body arrives too slowly", async () => {
    const body = Array.from({ length: 50 }, () => " ");
    await using server = await startServer({ body, pause: 40 });
    const error = await failureOf(TrutoTimeoutError, deleteOverApi(server, { timeout: 300 }));
    expect(error.mayHaveBeenApplied).toBe(true);
  });
});

describe("an abort with a falsy reason", () => {
  it.each([0, "", false, null])(
    "rejects with an AbortError whose message has the reason %j",
    async (reason) => {
      await using server = await startServer("silence");
      const controller = new AbortController();
      const call = deleteOverApi(server, { call: { signal: controller.signal } });
      setTimeout(() => controller.abort(reason), 30);
      expect(await failure(call)).toMatchObject({
        name: "AbortError",
        message: `aborted with the reason ${reason}`,
      });
    },
  );
});

it.each([400, 404, 500])("A %d with content-length 0 resolves with a complete error", async (status) => {
  await using server = await startServer({ status, headers: { "content-length": "0" } });
  const { data, error, response } = await deleteOverApi(server, { maxRetries: 0 });
  expect(data).toBeUndefined();
  expect(error).toMatchObject({ statusCode: status, message: expect.stringContaining(`${status}`) });
  expect(response.status).toBe(status);
});

it("A 205 is a success without data, as in openapi-fetch", async () => {
  await using server = await startServer({ status: 205 });
  const { error, response } = await deleteOverApi(server);
  expect({ error, status: response.status }).toEqual({ error: undefined, status: 205 });
});

describe("apiErrorOf", () => {
  it("returns the typed error of a call that resolved with an error", async () => {
    const notFound = { statusCode: 404, error: "Not Found", message: "No.", truto_is_remote_error: true };
    await using server = await startServer(["cut", { status: 404, json: notFound }]);
    const { error, response } = await deleteOverApi(server);
    expect(error).toMatchObject(notFound);
    expect(apiErrorOf(response)).toMatchObject({
      attempts: 2,
      mayHaveBeenApplied: true,
      contactNotFound: true,
    });
    const key = server.requests[0]?.headers["idempotency-key"];
    expect(apiErrorOf(response)?.request?.idempotencyKey).toBe(key);
  });

  it("returns undefined for a success", async () => {
    await using server = await startServer({ json: { id: "1" } });
    expect(apiErrorOf((await deleteOverApi(server)).response)).toBeUndefined();
  });
});

describe("a request that may have taken effect", () => {
  const lost: [string, Reply][] = [
    ["a cut connection", "cut"],
    ["a 502", { status: 502 }],
  ];
  it.each(lost)("is not repeated after %s for a POST or a PATCH", async (_, reply) => {
    for (const method of ["POST", "PATCH"]) {
      await using server = await startServer([reply, { json: { id: "1" } }]);
      const result = await request(server, method, { body: { name: "Ada" } }).catch(
        (error: unknown) => error,
      );
      expect(server.requests).toHaveLength(1);
      const error =
        result instanceof TrutoError ? result : apiErrorOf((result as { response: Response }).response);
      expect(error).toMatchObject({ attempts: 1, mayHaveBeenApplied: true });
    }
  });

  it.each(lost)("is repeated after %s with the caller's own key", async (_, reply) => {
    await using server = await startServer([reply, { json: { id: "1" } }]);
    const headers = { "Idempotency-Key": "create-1" };
    const { response } = await request(server, "POST", { body: { name: "Ada" }, headers });
    expect(response.status).toBe(200);
    expect(server.requests.map(({ headers }) => headers["idempotency-key"])).toEqual([
      "create-1",
      "create-1",
    ]);
  });

  it("is repeated for a POST that was certainly not applied", async () => {
    await using server = await startServer([
      { status: 429, headers: { "retry-after": "0.001" } },
      { json: {} },
    ]);
    await request(server, "POST", { body: {} });
    expect(server.requests).toHaveLength(2);
  });

  it.each(["GET", "HEAD", "OPTIONS"])("is never a %s, which has no idempotency key", async (method) => {
    await using server = await startServer("cut");
    const error = await failureOf(TrutoError, request(server, method));
    expect(error).toMatchObject({ attempts: 3, mayHaveBeenApplied: false });
    expect(server.requests[0]?.headers).not.toHaveProperty("idempotency-key");
  });
});

it("createTrutoApi rejects a default account", () => {
  // @ts-expect-error each call names its account
  expect(() => createTrutoApi({ token, integratedAccountId: "a" })).toThrow("integratedAccountId");
});

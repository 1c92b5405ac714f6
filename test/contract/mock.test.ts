import { describe, expect, it } from "vitest";
import { shippedSpec } from "../../scripts/lib/bundle-spec.js";
import { type Example, examplesOf, operationsOf } from "../../scripts/lib/operations.js";
import { createTrutoClient, type FetchInit, TrutoInputError } from "../../src/index.js";
import { createMockFetch, type MockFetch } from "../../src/mock/index.js";
import { exampleTarget } from "../support/example-target.js";

const { json } = await shippedSpec("openapi/openapi.yaml");
const operations = operationsOf(JSON.parse(json));
const examples = operations.flatMap((operation) =>
  examplesOf(operation)
    .filter(({ name }) => name)
    .map((example) => ({ ...example, operation, id: operation.operation.operationId })),
);
const mock = await createMockFetch({ contract: json });
const account = "integrated_account_id=62f44730-dd91-461e-bd6a-aedd9e0ad79d";

/** The example of a delete's success with this name. */
function success(name: string): Example["value"] {
  const found = examples.filter(({ id, status }) => id === "deleteContact" && status === 200);
  return found.find((example) => example.name === name)?.value;
}

/** Asks for a delete of contact a/9, which is not in the contract's examples. */
function deleteContact(query: string, headers: Record<string, string> = {}): Promise<Response> {
  const url = `https://api.truto.one/unified/crm/contacts/a%2F9?${query}`;
  return mock(url, { method: "DELETE", headers: { authorization: "Bearer any", ...headers } });
}

/** The JSON of an answer. Fails when the mock reports a violation. */
async function answerTo(
  query: string,
  headers: Record<string, string> = {},
): Promise<Record<string, unknown>> {
  const response = await deleteContact(`${account}&${query}`, headers);
  expect(response.headers.get("sl-violations")).toBeNull();
  return response.json();
}

describe("a response asked for by Prefer", () => {
  it.each(examples)("is example $name of $status of $id as $type", async ({ operation, ...example }) => {
    const { status, type, name, value } = example;
    const response = await mock(`https://api.truto.one${exampleTarget(operation)}`, {
      method: operation.method.toUpperCase(),
      headers: {
        authorization: "Bearer any",
        "content-type": "application/json",
        prefer: `code=${status}, example=${name}`,
      },
      ...(operation.bodies.length > 0 && { body: JSON.stringify(operation.bodies[0]) }),
    });
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toBe(type);
    expect(response.headers.get("sl-violations")).toBeNull();
    const text = await response.text();
    expect(type === "application/json" ? JSON.parse(text) : text).toEqual(value);
  });

  it.each(examples.filter(({ status }) => status >= 400))(
    "has the failing side and the status in example $name of $status of $id",
    ({ status, name, value }) => {
      expect(value).toMatchObject({
        statusCode: status,
        error: expect.any(String),
        message: expect.any(String),
      });
      const remote = {
        truto_is_remote_error: true,
        raw_response: expect.anything(),
        truto_error_insight: { remote_error: { description: expect.any(String) } },
      };
      if (name === "provider") expect(value).toMatchObject(remote);
      else expect(value).not.toHaveProperty("truto_is_remote_error");
    },
  );

  it("is a 204 without a body and without a content type", async () => {
    const response = await deleteContact(account, { prefer: "code=204" });
    expect(response.status).toBe(204);
    expect(response.headers.get("content-type")).toBeNull();
    expect(await response.text()).toBe("");
  });

  it("is an error in JSON for a caller that accepts bytes", async () => {
    const response = await deleteContact(account, { accept: "application/octet-stream", prefer: "code=404" });
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ statusCode: 404 });
  });

  it("has the wait and the limits in every form with a 429", async () => {
    const { headers } = await deleteContact(account, { prefer: "code=429" });
    expect(headers.get("retry-after")).toBe("10");
    expect(headers.get("ratelimit-limit")).toBe("110;w=10");
    expect(headers.get("ratelimit-remaining")).toBe("109");
    expect(headers.get("ratelimit-reset")).toBe("60");
  });

  it.each([
    ["example=nope", "200 has no example nope: it has unified, minimal"],
    ["code=404, example=unified", "404 has no example unified: it has truto, provider"],
    ["code=4o4", "Prefer: code takes a status from 200 to 599"],
    ["code=199", "Prefer: code takes a status from 200 to 599"],
    ["code=600", "Prefer: code takes a status from 200 to 599"],
    ["code=201", "The contract has no 201 here: it has 200, 204, "],
    ["code=202", "The contract has no 202 here"],
    ["code=302", "The contract has no 302 here"],
    ["code=304", "The contract has no 304 here"],
  ])("is rejected if the contract has none: %s", async (prefer, message) => {
    const response = await deleteContact(account, { prefer });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ message: expect.stringContaining(message) });
  });
});

describe("a response that follows the request", () => {
  it("has the id of the request", async () => {
    expect(await answerTo("")).toEqual({
      ...(success("unified") as object),
      id: "a/9",
      remote_data: expect.objectContaining({ id: "a/9" }),
    });
  });

  it("has a number as id if the example has one", async () => {
    const response = await mock(
      `https://api.truto.one/unified/crm/contacts/77?${account}&truto_response_format=raw`,
      { method: "DELETE", headers: { authorization: "Bearer any" } },
    );
    expect(await response.json()).toMatchObject({ meta: { deletedId: 77 } });
  });

  it.each(["Infinity", "NaN", "1e3", "0x10", "007", "12345678901234567890"])(
    "has the id %s as text although the example has a number",
    async (id) => {
      const url = `https://api.truto.one/unified/crm/contacts/${id}?${account}&truto_response_format=raw`;
      const response = await mock(url, { method: "DELETE", headers: { authorization: "Bearer any" } });
      expect(await response.json()).toMatchObject({ meta: { deletedId: id } });
    },
  );

  it("has the id of the request in an error", async () => {
    const response = await deleteContact(account, { prefer: "code=404, example=provider" });
    expect(await response.json()).toMatchObject({ message: "Contact a/9 does not exist." });
  });

  it.each(["unified", "normalized", "raw", "stream"])("is in the format %s", async (format) => {
    const answer = await answerTo(`truto_response_format=${format}`);
    expect(Object.keys(answer)).toEqual(Object.keys(success(format) as object));
  });

  it("is the CRM's text for a caller that does not accept JSON", async () => {
    const response = await deleteContact(`${account}&truto_response_format=raw`, { accept: "text/plain" });
    expect(response.headers.get("content-type")).toBe("text/plain");
    expect(await response.text()).toContain("a/9");
  });

  it("is bytes for a caller that accepts bytes", async () => {
    const accept = "application/octet-stream";
    const response = await deleteContact(`${account}&truto_response_format=stream`, { accept });
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe(accept);
    expect(response.headers.get("sl-violations")).toBeNull();
  });

  it("omits the excluded fields", async () => {
    const answer = await answerTo("truto_exclude_fields[]=id&truto_exclude_fields[]=tags");
    const { id, tags, ...rest } = success("unified") as { id: string; tags: object };
    expect(Object.keys(answer)).toEqual(Object.keys(rest));
  });

  it("omits the remote data only when the request ignores it", async () => {
    expect(await answerTo("truto_ignore_remote_data=true")).not.toHaveProperty("remote_data");
    expect(await answerTo("truto_ignore_remote_data=false")).toHaveProperty("remote_data");
  });

  it("is unchanged in the raw format", async () => {
    const answer = await answerTo("truto_response_format=raw&truto_exclude_fields[]=result");
    expect(answer).toHaveProperty("result");
  });
});

describe("made-up data", () => {
  it("is a contact with the id of the request", async () => {
    for (let tries = 0; tries < 10; tries++) {
      expect(await answerTo("", { prefer: "dynamic=true" })).toMatchObject({
        id: "a/9",
        custom_fields: expect.any(Object),
      });
    }
  });

  it("is an object in the normalized format that the client accepts", async () => {
    const fetch = (url: string, init: FetchInit) =>
      mock(url, { ...init, headers: { ...init.headers, prefer: "dynamic=true" } });
    const integratedAccountId = account.replace("integrated_account_id=", "");
    const truto = createTrutoClient({ token: "any", integratedAccountId, fetch });
    const query = { truto_response_format: "normalized" } as const;
    for (let tries = 0; tries < 40; tries++) {
      expect(await truto.contacts.delete("9", query)).toEqual(expect.any(Object));
    }
  });

  it("is empty for a status without a body", async () => {
    const response = await deleteContact(account, { prefer: "dynamic=true, code=204" });
    expect([response.status, await response.text()]).toEqual([204, ""]);
  });

  it.each([404, 422, 507])("is an error with the status %i", async (status) => {
    const response = await deleteContact(account, { prefer: `dynamic=true, code=${status}` });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ statusCode: status, message: expect.any(String) });
  });
});

describe("the check of a request", () => {
  it("answers a missing account with Truto's 400", async () => {
    const response = await deleteContact("");
    expect(response.status).toBe(400);
    const words = examples.find(({ status, name }) => status === 400 && name === "truto")?.value;
    expect(await response.json()).toEqual(words);
    expect(response.headers.get("sl-violations")).toContain("integrated_account_id");
  });

  it.each([
    ["integrated_account_id=1", "integrated_account_id", 'must match format "uuid"'],
    [`${account}&integrated_account_id=1`, "integrated_account_id", "must be string"],
    [`${account}&truto_response_format=xml`, "truto_response_format", "must be equal to one of"],
    [`${account}&truto_ignore_remote_data=yes`, "truto_ignore_remote_data", "must be boolean"],
    [`${account}&truto_exclude_fields=id`, "truto_exclude_fields", "must be written truto_exclude_fields[]"],
    [
      `${account}&truto_exclude_fields[0]=id`,
      "truto_exclude_fields[0]",
      "must be written truto_exclude_fields[]",
    ],
    [`${account}&remote_query=[object Object]`, "remote_query", "must be written remote_query[…]"],
    [`${account}&dryRun=true`, "dryRun", "is unknown"],
    [`${account}&名=1`, "名", "is unknown"],
  ])("answers with a 400 that names the parameter: %s", async (query, parameter, fault) => {
    const response = await deleteContact(query, { prefer: "code=204" });
    expect(response.status).toBe(400);
    const { message, details } = await response.json();
    expect(message).toContain(`${parameter} ${fault}`);
    expect(details).toEqual({ [parameter]: [expect.stringContaining(fault)] });
    const violations: { location: string[] }[] = JSON.parse(response.headers.get("sl-violations") ?? "[]");
    expect(violations.map(({ location }) => location)).toEqual([["request", "query", parameter]]);
  });

  it.each(["truto_response_format", "truto_ignore_remote_data", "truto_exclude_fields[]"])(
    "rejects an empty %s",
    async (parameter) => {
      const response = await deleteContact(`${account}&${parameter}=`);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ message: `${parameter} must not be empty` });
    },
  );

  it("rejects an empty account, and reports it once", async () => {
    const response = await deleteContact("integrated_account_id=");
    expect(await response.json()).toMatchObject({ message: "integrated_account_id is required" });
  });

  it("rejects a path that is not percent-encoded", async () => {
    const response = await mock(`https://api.truto.one/unified/crm/contacts/%zz?${account}`, {
      method: "DELETE",
      headers: { authorization: "Bearer any" },
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ message: expect.stringContaining("%zz") });
  });

  it("rejects a body that is not the JSON of its content type", async () => {
    const response = await mock(`https://api.truto.one/unified/crm/contacts/1?${account}`, {
      method: "DELETE",
      headers: { authorization: "Bearer any", "content-type": "application/json" },
      body: "{",
    });
    expect([response.status, await response.json()]).toEqual([
      400,
      expect.objectContaining({ message: "The body is not JSON" }),
    ]);
  });

  it("accepts a lower-case authorization scheme", async () => {
    const response = await deleteContact(account, { authorization: "bearer any" });
    expect(response.status).toBe(200);
  });

  it("accepts every parameter", async () => {
    const query =
      "truto_response_format=unified&truto_ignore_remote_data=true&truto_exclude_fields[]=name" +
      "&remote_query[a][b][]=1&remote_query[a][b][][c]=2";
    expect(await answerTo(query, { "idempotency-key": "0f8fad5b" })).toHaveProperty("id", "a/9");
  });

  it("answers a missing token with a 401", async () => {
    const response = await mock(`https://api.truto.one/unified/crm/contacts/1?${account}`, {
      method: "DELETE",
    });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ statusCode: 401 });
    expect(response.headers.get("sl-violations")).toContain("security");
  });

  it("answers an unknown path with a 404 and an unknown method with a 405", async () => {
    const headers = { authorization: "Bearer any" };
    const elsewhere = await mock("https://api.truto.one/unified/crm/nothing", { headers });
    expect([elsewhere.status, await elsewhere.json()]).toEqual([
      404,
      expect.objectContaining({ statusCode: 404 }),
    ]);
    const trace = await mock("https://api.truto.one/unified/crm/contacts/1", { method: "OPTIONS", headers });
    expect([trace.status, await trace.json()]).toEqual([405, expect.objectContaining({ statusCode: 405 })]);
    expect(trace.headers.get("sl-violations")).toContain("OPTIONS /unified/crm/contacts/1");
  });

  it("ends as fetch does when the signal is aborted", async () => {
    const reason = new Error("enough");
    const sent = mock("https://api.truto.one/", { signal: AbortSignal.abort(reason) });
    await expect(sent).rejects.toBe(reason);
  });
});

describe("the option prefer", () => {
  it("gets a 400 that says so when it returns no string", async () => {
    const options = { contract: json, prefer: async () => "code=404" };
    const broken: MockFetch = await Reflect.apply(createMockFetch, undefined, [options]);
    const response = await broken("https://api.truto.one/unified/crm/contacts/1", { method: "DELETE" });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ message: "prefer must return a string, or undefined" });
  });

  it("selects the response to each request", async () => {
    const some = await createMockFetch({
      contract: json,
      prefer: ({ method, url }) =>
        method === "DELETE" && url.includes("/contacts/2?") ? "code=404, example=provider" : undefined,
    });
    const truto = createTrutoClient({
      token: "any",
      integratedAccountId: account.replace("integrated_account_id=", ""),
      fetch: some,
    });
    const results = await Promise.allSettled(["1", "2", "3"].map((id) => truto.contacts.delete(id)));
    expect(results).toMatchObject([
      { status: "fulfilled", value: { id: "1" } },
      { status: "rejected", reason: { contactNotFound: true } },
      { status: "fulfilled", value: { id: "3" } },
    ]);
  });

  it("is overridden by the header of a request", async () => {
    const limited = await createMockFetch({ contract: json, prefer: () => "code=429" });
    const url = `https://api.truto.one/unified/crm/contacts/1?${account}`;
    const send = (headers: object) =>
      limited(url, { method: "DELETE", headers: { authorization: "Bearer any", ...headers } });
    expect((await send({})).status).toBe(429);
    expect((await send({ prefer: "code=204" })).status).toBe(204);
  });

  it.each<[string, object, string]>([
    ["a typo", { prefr: () => "code=404" }, 'there is no option "prefr": did you mean prefer?'],
    ["a text for a function", { prefer: "code=404" }, "prefer must be a function"],
    ["a parsed contract", { contract: {} }, "contract must be a string of JSON"],
  ])("is checked like every option: %s", async (_, options, message) => {
    await expect(createMockFetch(options)).rejects.toThrow(new TrutoInputError(message));
  });
});

describe("a contract with other operations", () => {
  const { delete: removal } = JSON.parse(json).paths["/unified/crm/contacts/{id}"];
  const { 200: found, 204: _nothing, ...failures } = removal.responses;
  const content = { "application/json": { schema: { $ref: "#/components/schemas/Contact" } } };
  const contract = JSON.parse(json);
  contract.paths["/unified/crm/contacts/{id}"].get = { ...removal, responses: { 200: found, ...failures } };
  contract.paths["/unified/crm/contacts"] = {
    post: {
      ...removal,
      parameters: removal.parameters.filter(({ $ref }: { $ref: string }) => !$ref.endsWith("/id")),
      requestBody: { required: true, content },
      responses: { 201: found, ...failures },
    },
  };
  const headers = { authorization: "Bearer any", "content-type": "application/json" };

  it("is answered for each of them with its lowest success", async () => {
    const other = await createMockFetch({ contract: JSON.stringify(contract) });
    const got = await other(`https://api.truto.one/unified/crm/contacts/7?${account}`, { headers });
    expect([got.status, await got.json()]).toEqual([200, expect.objectContaining({ id: "7" })]);
    const body = JSON.stringify({ id: "8", first_name: "Ada" });
    const url = `https://api.truto.one/unified/crm/contacts?${account}`;
    const created = await other(url, { method: "POST", headers, body });
    expect([created.status, created.headers.get("sl-violations")]).toEqual([201, null]);
    const empty = await other(url, { method: "POST", headers, body: "{}" });
    expect(await empty.json()).toMatchObject({
      statusCode: 400,
      truto_error_insight: { missing_required_body_fields: { value: ["id"] } },
    });
  });
});

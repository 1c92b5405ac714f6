import { describe, expect, it } from "vitest";
import { shippedSpec } from "../../scripts/lib/bundle-spec.js";
import { examplesOf, operationsOf } from "../../scripts/lib/operations.js";
import { createTrutoApi } from "../../src/api.js";
import {
  createTrutoClient,
  type DeleteContactQuery,
  type RequestOptions,
  TrutoApiError,
  type TrutoClient,
} from "../../src/index.js";
import { createMockFetch } from "../../src/mock/index.js";
import { failureOf } from "../support/client.js";

const { json } = await shippedSpec("openapi/openapi.yaml");
const [operation] = operationsOf(JSON.parse(json)).filter(
  ({ operation }) => operation.operationId === "deleteContact",
);
const examples = operation ? examplesOf(operation) : [];
const ok = Object.fromEntries(
  examples.filter(({ status }) => status === 200).map(({ name, value }) => [name, value]),
);
const failures = examples
  .filter(({ status }) => status >= 400)
  .map(({ status, name, value }): [number, string, unknown] => [status, name, value]);

const mock = await createMockFetch({ contract: json });
const integratedAccountId = "62f44730-dd91-461e-bd6a-aedd9e0ad79d";
const truto: TrutoClient<string> = createTrutoClient({
  token: "mock-token",
  integratedAccountId,
  maxRetries: 0,
  fetch: mock,
});

/** The data of a success. Fails when the request does not match the contract. */
async function dataOf(
  query: DeleteContactQuery<string>,
  headers: NonNullable<RequestOptions["headers"]> = {},
): Promise<unknown> {
  const { data, response, rateLimit } = await truto.contacts
    .delete("23423523", query, { headers })
    .withResponse();
  expect(response.headers.get("sl-violations")).toBeNull();
  expect(rateLimit).toEqual({ limit: 110, window: 10, remaining: 109, reset: 60 });
  return data;
}

/** The error of a status, for one of its examples. */
async function errorOf(status: unknown, name: unknown): Promise<TrutoApiError> {
  const headers = { prefer: `code=${status}, example=${name}` };
  const error = await failureOf(TrutoApiError, truto.contacts.delete("23423523", {}, { headers }));
  expect(error.headers.get("sl-violations")).toBeNull();
  return error;
}

describe("the result of a success", () => {
  it.each<[string, DeleteContactQuery<string>, string]>([
    ["the unified contact by default", {}, "unified"],
    ["the unified format by name", { truto_response_format: "unified" }, "unified"],
    ["the normalized format", { truto_response_format: "normalized" }, "normalized"],
    ["the raw format as JSON", { truto_response_format: "raw" }, "raw"],
    ["kept remote data", { truto_ignore_remote_data: false }, "unified"],
    ["a nested remote query", { remote_query: { a: { b: { c: [1, { d: "e" }] } } } }, "unified"],
  ])("is %s", async (_, query, example) => {
    expect(ok).toHaveProperty(example);
    expect(await dataOf(query)).toEqual(ok[example]);
  });

  it("is a contact with only an id for the minimal example", async () => {
    expect(await dataOf({}, { prefer: "example=minimal" })).toEqual({ id: "23423523" });
  });

  it("is a contact without an excluded field", async () => {
    const { tags, urls, ...rest } = ok.unified as { tags: object; urls: object };
    expect(await dataOf({ truto_exclude_fields: ["tags", "urls"] })).toEqual(rest);
  });

  it("matches a request with every parameter", async () => {
    const query: DeleteContactQuery<string> = {
      integrated_account_id: "0f8fad5b-d9cb-469f-a165-70867728950e",
      truto_response_format: "unified",
      truto_ignore_remote_data: true,
      truto_exclude_fields: ["id", "name"],
      remote_query: { foo: "bar" },
    };
    const { id, name, remote_data, ...rest } = ok.unified as Record<string, unknown>;
    expect(await dataOf(query)).toEqual(rest);
  });

  it("is a text in the raw format", async () => {
    const headers = { accept: "text/plain" };
    expect(await dataOf({ truto_response_format: "raw" }, headers)).toBe(ok.text);
  });

  it("is an unread stream in the stream format", async () => {
    const data = await dataOf({ truto_response_format: "stream" });
    expect(data).toBeInstanceOf(ReadableStream);
    expect(await new Response(data as ReadableStream).json()).toEqual(ok.stream);
  });

  it("is the id after a 204", async () => {
    expect(await dataOf({}, { prefer: "code=204" })).toEqual({ id: "23423523" });
  });
});

describe("a documented failure", () => {
  it("has an example for every status", () => {
    expect(failures).not.toEqual([]);
    expect(failures.map(([, name]) => name)).not.toContain("");
  });

  it.each(failures)("%i, example %s, is an error with the fields of its body", async (status, name, body) => {
    const error = await errorOf(status, name);
    const told = body as Record<string, unknown>;
    expect(error).toMatchObject({ name: "TrutoApiError", status, body, error: told.error, attempts: 1 });
    expect(error.isRemote).toBe(name === "provider");
    expect(error.rawResponse).toEqual(told.raw_response);
    expect(error.insight).toEqual(told.truto_error_insight);
    expect(error.details).toEqual(told.details);
    expect(error.message).toContain(`DELETE /unified/crm/contacts/{id}: ${status} ${told.error}`);
    expect(error.message).toContain(told.message);
  });

  it("401 has needsReauth when it is the CRM's, but not when the token is wrong", async () => {
    expect((await errorOf(401, "provider")).needsReauth).toBe(true);
    expect((await errorOf(401, "truto")).needsReauth).toBe(false);
    expect((await errorOf(403, "provider")).needsReauth).toBe(false);
  });

  it("403 has the missing scopes", async () => {
    expect((await errorOf(403, "provider")).missingScopes).toEqual(["contacts:write"]);
    expect((await errorOf(403, "truto")).missingScopes).toEqual([]);
  });

  it("429 has retryAfter in milliseconds and the rate limit", async () => {
    const error = await errorOf(429, "provider");
    expect(error.retryAfter).toBe(10_000);
    expect(error.rateLimit).toEqual({ limit: 110, window: 10, remaining: 109, reset: 60 });
    expect(error.insight?.rate_limit_error?.description).toEqual(expect.any(String));
  });

  it("400 names the missing parameters", async () => {
    const { insight, details } = await errorOf(400, "truto");
    expect(insight?.missing_required_query_parameters?.value).toEqual(["integrated_account_id"]);
    expect(details).toEqual({ integrated_account_id: ["Required"] });
  });

  it.each([
    [404, "truto", false],
    [422, "provider", false],
    [429, "truto", false],
    [500, "truto", true],
    [503, "truto", false],
    [503, "provider", true],
    [507, "provider", true],
  ])("%i, example %s, may have been applied: %s", async (status, name, mayHaveBeenApplied) => {
    expect((await errorOf(status, name)).mayHaveBeenApplied).toBe(mayHaveBeenApplied);
  });

  it("is a typed error in truto.api", async () => {
    const { data, error, response } = await createTrutoApi({ token: "t", fetch: mock }).DELETE(
      "/unified/crm/contacts/{id}",
      {
        params: {
          path: { id: "1" },
          query: { integrated_account_id: integratedAccountId },
        },
        headers: { prefer: "code=404, example=provider" },
      },
    );
    expect(data).toBeUndefined();
    expect(response.status).toBe(404);
    expect(error).toMatchObject({ statusCode: 404, truto_is_remote_error: true });
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundleSpec } from "../../scripts/lib/bundle-spec.js";
import {
  examplesOf,
  exampleValues,
  type FoundOperation,
  operationsOf,
} from "../../scripts/lib/operations.js";
import { startPrism as startPrismOn } from "../../scripts/lib/prism.js";
import { startPrism } from "../support/prism.js";

const operations = operationsOf(await bundleSpec("openapi/openapi.yaml"));
const examples = operations.flatMap((operation) =>
  examplesOf(operation)
    .filter(({ name }) => name)
    .map((example) => ({ ...example, operation, id: operation.operation.operationId })),
);
const happyQuery = { integrated_account_id: "62f44730-dd91-461e-bd6a-aedd9e0ad79d" };

let prism: Awaited<ReturnType<typeof startPrism>>;

beforeAll(async () => {
  prism = await startPrism();
});

afterAll(() => prism?.stop());

function deleteContact(query: Record<string, string> | string[][], headers: Record<string, string> = {}) {
  return fetch(`${prism.url}/unified/crm/contacts/23423523?${new URLSearchParams(query)}`, {
    method: "DELETE",
    headers: { Authorization: "Bearer secret", ...headers },
  });
}

/** Sends a request that the contract allows. */
function ask({ method, path, parameters, bodies }: FoundOperation, headers: Record<string, string>) {
  const values = exampleValues(parameters.filter(({ required }) => required));
  const target = path.replace(/\{([^{}]+)\}/g, (_, name) => encodeURIComponent(`${values.path[name]}`));
  const query = new URLSearchParams(Object.entries(values.query).map(([name, value]) => [name, `${value}`]));
  return fetch(`${prism.url}${target}?${query}`, {
    method: method.toUpperCase(),
    headers: { Authorization: "Bearer secret", "Content-Type": "application/json", ...headers },
    ...(bodies.length > 0 && { body: JSON.stringify(bodies[0]) }),
  });
}

describe("the mock", () => {
  it.each(examples)("serves example $name of $status of $id as $type", async ({ operation, ...example }) => {
    const { status, type, name, value } = example;
    const response = await ask(operation, { Accept: type, Prefer: `code=${status}, example=${name}` });
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toBe(type);
    expect(response.headers.get("sl-violations")).toBeNull();
    const text = await response.text();
    expect(type === "application/json" ? JSON.parse(text) : text).toEqual(value);
  });

  it.each(examples.filter(({ status }) => status >= 400))(
    "tells in example $name of $status of $id who failed, and repeats the status",
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

  it("serves 204 without a body", async () => {
    const response = await deleteContact(happyQuery, { Prefer: "code=204" });
    expect(response.status).toBe(204);
    expect(await response.text()).toBe("");
  });

  it("says with 429 how long to wait, and shows the limit in each form", async () => {
    const { headers } = await deleteContact(happyQuery, { Prefer: "code=429" });
    expect(headers.get("retry-after")).toBe("10");
    expect(headers.get("ratelimit-limit")).toBe("110;w=10");
    expect(headers.get("ratelimit-remaining")).toBe("109");
    expect(headers.get("ratelimit-reset")).toBe("60");
  });

  it("answers 200 with the unified contact, and finds no violation, when every parameter is used", async () => {
    const response = await deleteContact(
      [
        ...Object.entries(happyQuery),
        ["truto_response_format", "unified"],
        ["truto_ignore_remote_data", "true"],
        ["truto_exclude_fields[]", "id"],
        ["truto_exclude_fields[]", "name"],
        ["remote_query[foo]", "bar"],
      ],
      { "Idempotency-Key": "0f8fad5b-d9cb-469f-a165-70867728950e" },
    );
    expect(response.status).toBe(200);
    expect(response.headers.get("sl-violations")).toBeNull();
    expect(await response.json()).toMatchObject({ id: "23423523", name: "Ada Lovelace" });
  });

  it.each([
    ["no account", {}, "integrated_account_id"],
    ["an account that is no UUID", { integrated_account_id: "1" }, "integrated_account_id"],
    ["an unknown format", { ...happyQuery, truto_response_format: "xml" }, "truto_response_format"],
    [
      "a flag that is no boolean",
      { ...happyQuery, truto_ignore_remote_data: "yes" },
      "truto_ignore_remote_data",
    ],
  ])("names the parameter at fault for %s", async (_case, query, parameter) => {
    const response = await deleteContact(query);
    expect(response.status).toBe(422);
    expect(response.headers.get("sl-violations")).toContain(parameter);
  });

  it("answers 401 without a token", async () => {
    const response = await fetch(`${prism.url}/unified/crm/contacts/1?${new URLSearchParams(happyQuery)}`, {
      method: "DELETE",
    });
    expect(response.status).toBe(401);
    expect(response.headers.get("sl-violations")).toContain("security");
  });
});

describe("starting Prism", () => {
  it("fails with Prism's own log when the spec is missing", async () => {
    const failure = startPrismOn({ spec: "openapi/none.yaml" });
    await expect(failure).rejects.toThrow(/^Prism did not come up:\n[\s\S]*fatal[\s\S]*none\.yaml/);
  });

  it("fails with Prism's own log when it takes too long", async () => {
    await expect(startPrismOn({ timeout: 1 })).rejects.toThrow(/^Prism did not come up/);
  });

  it("leaves nothing that listens once it is stopped", async () => {
    const { url, stop } = await startPrism();
    await stop();
    await expect(fetch(url)).rejects.toThrow();
  });
});

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { shippedSpec } from "../../scripts/lib/bundle-spec.js";
import { examplesOf, operationsOf } from "../../scripts/lib/operations.js";
import { exampleTarget } from "../support/example-target.js";
import { startPrism } from "../support/prism.js";

const shipped = await shippedSpec("openapi/openapi.yaml");
const operations = operationsOf(JSON.parse(shipped.json));
// In prism.yaml the 422 takes the place of the contract's `default`.
const examples = operations.flatMap((operation) =>
  examplesOf(operation)
    .filter(({ code }) => code !== "default")
    .map((example) => ({ ...example, operation })),
);

let folder: string;
let prism: Awaited<ReturnType<typeof startPrism>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "truto-prism-"));
  await writeFile(join(folder, "openapi.yaml"), shipped.yaml);
  await writeFile(join(folder, "prism.yaml"), shipped.prism);
  prism = await startPrism(join(folder, "prism.yaml"));
});

afterAll(async () => {
  await prism?.stop();
  await rm(folder, { recursive: true });
});

function send(method: string, target: string, headers: Record<string, string> = {}, body?: unknown) {
  return fetch(prism.url + target, {
    method,
    headers: { authorization: "Bearer any", "content-type": "application/json", ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

describe("plain Prism on the shipped prism.yaml", () => {
  it.each(examples)("serves example $name of $status as $type", async ({ operation, ...example }) => {
    const { status, type, name, value } = example;
    const prefer = name ? `code=${status}, example=${name}` : `code=${status}`;
    const { method, bodies } = operation;
    const headers = { accept: type, prefer };
    const response = await send(method.toUpperCase(), exampleTarget(operation), headers, bodies[0]);
    expect(response.status).toBe(status);
    const text = await response.text();
    if (value !== undefined) expect(type === "application/json" ? JSON.parse(text) : text).toEqual(value);
  });

  it("answers a request without an account with Truto's 400, not the CRM's 422", async () => {
    const response = await send("DELETE", "/unified/crm/contacts/1");
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      statusCode: 400,
      message: "integrated_account_id is required",
    });
    expect(response.headers.get("sl-violations")).toContain("integrated_account_id");
  });
});

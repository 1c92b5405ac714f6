import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { beforeEach, describe, expect, test } from "vitest";

const { lintFromString, loadConfig }: typeof import("@redocly/openapi-core") = createRequire(import.meta.url)(
  "@redocly/openapi-core",
);
const config = await loadConfig({
  configPath: fileURLToPath(new URL("../../redocly.yaml", import.meta.url)),
});

/** A spec that keeps every rule. */
function goodSpec() {
  return {
    openapi: "3.1.0",
    info: { title: "A small API", version: "1.0.0", license: { name: "MIT", identifier: "MIT" } },
    servers: [{ url: "https://api.truto.one" }],
    security: [{ bearerAuth: [] }],
    tags: [{ name: "Contacts", description: "People." }],
    "x-truto-integrations": { nutshell: "Nutshell" },
    paths: {
      "/contacts": {
        get: {
          operationId: "getContact",
          tags: ["Contacts"],
          summary: "Get a contact",
          description: "Gets it.",
          "x-codeSamples": [{ lang: "Shell", source: "curl https://api.truto.one/contacts" }],
          responses: {
            "200": {
              description: "A contact.",
              content: {
                "application/json": {
                  schema: { $ref: "#/components/schemas/Contact" },
                  example: { name: "Ada" },
                },
                "application/octet-stream": {},
              },
            },
            "204": { description: "No contact." },
            "404": { description: "No such thing." },
            default: { description: "An error." },
          },
        },
      },
    },
    components: {
      securitySchemes: { bearerAuth: { type: "http", scheme: "bearer" } },
      schemas: {
        Contact: {
          type: "object",
          properties: {
            name: { type: "string", description: "The name.", "x-truto-supported-by": ["nutshell"] },
            account: { $ref: "#/components/schemas/Account" },
          },
        },
        Account: {
          type: "object",
          description: "An account.",
          properties: { id: { type: "string", description: "The id." } },
        },
      },
    },
  };
}

let spec: ReturnType<typeof goodSpec>;
beforeEach(() => {
  spec = goodSpec();
});

/** The findings of the rules in this repository's redocly.yaml, as `rule: message (where)`. */
async function lint(): Promise<string[]> {
  const found = await lintFromString({ source: JSON.stringify(spec), config });
  return found.map(({ ruleId, message, location: [where] }) => `${ruleId}: ${message} (${where?.pointer})`);
}

test("A spec that keeps every rule passes", async () => {
  expect(await lint()).toEqual([]);
});

describe("truto/property-description", () => {
  const { Contact, Account } = goodSpec().components.schemas;

  test("rejects a property without a description", async () => {
    spec.components.schemas.Contact.properties.name = { ...Contact.properties.name, description: "" };
    expect(await lint()).toEqual([
      "truto/property-description: Property `name` has no description. (#/components/schemas/Contact/properties/name)",
    ]);
  });

  test("rejects a property whose referenced schema has no description either", async () => {
    spec.components.schemas.Account = { ...Account, description: "" };
    expect(await lint()).toEqual([
      "truto/property-description: Property `account` has no description. (#/components/schemas/Contact/properties/account)",
    ]);
  });
});

test("truto/known-integration rejects an integration that the root does not name", async () => {
  spec.components.schemas.Contact.properties.name["x-truto-supported-by"].push("nutshel");
  expect(await lint()).toEqual([
    "truto/known-integration: Integration `nutshel` is not named by `x-truto-integrations` at the root. " +
      "(#/components/schemas/Contact/properties/name/x-truto-supported-by/1)",
  ]);
});

test("truto/response-example rejects a response without an example", async () => {
  const media = spec.paths["/contacts"].get.responses["200"].content["application/json"];
  Reflect.deleteProperty(media, "example");
  expect(await lint()).toEqual([
    "truto/response-example: The response has no example of its `application/json` body. " +
      "(#/paths/~1contacts/get/responses/200/content/application~1json)",
  ]);
});

test.each(["operationId", "tags", "summary", "x-codeSamples"])(
  "truto/documented-operation rejects an operation without %s",
  async (key) => {
    Reflect.deleteProperty(spec.paths["/contacts"].get, key);
    expect(await lint()).toContain(
      `truto/documented-operation: The operation has no \`${key}\`. (#/paths/~1contacts/get)`,
    );
  },
);

test.each(["delete", "contacts.get", "Get_Contact"])("rule/operation-id rejects %s", async (operationId) => {
  spec.paths["/contacts"].get.operationId = operationId;
  expect(await lint()).toEqual([
    "rule/operation-id: An operationId is a verb and a noun, such as deleteContact. (#/paths/~1contacts/get/operationId)",
  ]);
});

test("rule/parameters-of-operations rejects parameters of a path", async () => {
  const parameters = [{ name: "page", in: "query", description: "Its page.", schema: { type: "string" } }];
  Object.assign(spec.paths["/contacts"], { parameters });
  expect(await lint()).toEqual([
    "rule/parameters-of-operations: Parameters belong to the operations, not to their path. (#/paths/~1contacts/parameters)",
  ]);
});

test("rule/no-idempotency-key rejects a key that tools would share between requests", async () => {
  const parameters = [
    { name: "idempotency-key", in: "header", description: "A key.", schema: { type: "string" } },
  ];
  Object.assign(spec.paths["/contacts"].get, { parameters });
  expect(await lint()).toEqual([
    "rule/no-idempotency-key: An Idempotency-Key is described in words, not as a parameter. " +
      "(#/paths/~1contacts/get/parameters/0/name)",
  ]);
});

test("rule/default-response rejects responses without a default", async () => {
  Reflect.deleteProperty(spec.paths["/contacts"].get.responses, "default");
  expect(await lint()).toEqual([
    "rule/default-response: The responses have no default. (#/paths/~1contacts/get/responses)",
  ]);
});

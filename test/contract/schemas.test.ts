import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { bundleSpec } from "../../scripts/lib/bundle-spec.js";

const contract = await bundleSpec("openapi/openapi.yaml");
const ajv = new Ajv2020({ allowUnionTypes: true });
formats.default(ajv);
// The contract as a whole is no schema, but Ajv follows its references from there.
ajv.addVocabulary([...Object.keys(contract), "x-truto-supported-by", "x-truto-references"]);
ajv.addSchema(contract, "contract", undefined, false);

/** `true` if a value is valid for the schema at a place in the contract. */
function isValid(pointer: string, value: unknown): boolean {
  return ajv.validate({ $ref: `contract#${pointer}` }, value);
}

const success = "/components/responses/ContactDeleted/content";
const json = `${success}/application~1json/schema`;

/** Valid and invalid contacts, by their property. */
const contacts: [shows: string, isContact: boolean, value: unknown][] = [
  ["an id alone", true, { id: "23423523" }],
  ["an empty id", true, { id: "" }],
  ["empty arrays and objects", true, { id: "1", addresses: [], tags: [{}], account: {}, custom_fields: {} }],
  ["a field that the contract does not name", true, { id: "1", nickname: "Ada" }],
  ["a moment with an offset", true, { id: "1", created_at: "2024-03-05T09:30:00+01:00" }],
  ["anything in remote_data", true, { id: "1", remote_data: { a: [null, { b: true }] } }],
  ["no id", false, { name: "Ada" }],
  ["an id that is a number", false, { id: 23423523 }],
  ["an id that is null", false, { id: null }],
  ["a name that is a number", false, { id: "1", name: 1 }],
  ["tags that are no array", false, { id: "1", tags: {} }],
  ["tags that are texts", false, { id: "1", tags: ["newsletter"] }],
  ["an email address that is a text", false, { id: "1", email_addresses: ["ada@lovelace.example"] }],
  ["an account that is a text", false, { id: "1", account: "9918" }],
  ["custom fields that are an array", false, { id: "1", custom_fields: [] }],
  ["a moment that is none", false, { id: "1", updated_at: "yesterday" }],
  ["an array of contacts", false, [{ id: "1" }]],
];

const anyJson = [{}, { id: 1 }, [], [{ id: 1 }, null], "", "deleted", 0, 1.5, true, false, null];

describe("a unified contact", () => {
  it.each(contacts)("with %s: %s", (_, isContact, value) => {
    expect(isValid("/components/schemas/Contact", value)).toBe(isContact);
    if (isContact) expect(isValid(json, value)).toBe(true);
  });
});

describe("a normalized contact", () => {
  const pointer = "/components/schemas/NormalizedContact";

  it.each([{}, { id: 1 }, { anything: [null] }])("may be %j", (value) => {
    expect([isValid(pointer, value), isValid(json, value)]).toEqual([true, true]);
  });

  it.each([[[]], ["text"], [1], [true], [null]])("can't be %j", (value) => {
    expect(isValid(pointer, value)).toBe(false);
  });
});

describe("a raw or streamed response", () => {
  it.each(anyJson.map((value) => [value]))("may be the JSON %j", (value) => {
    expect([isValid("/components/schemas/RawResponse", value), isValid(json, value)]).toEqual([true, true]);
  });

  it("may be text, and only text, as text/plain", () => {
    const pointer = `${success}/text~1plain/schema`;
    expect([isValid(pointer, ""), isValid(pointer, "deleted"), isValid(pointer, 1)]).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe("an error", () => {
  const error = { statusCode: 404, error: "Not Found", message: "" };
  const scopes = { description: "Missing.", value: { missing_scopes: ["contacts:write"] } };

  it.each([
    ["only what is required", true, error],
    ["any details and raw response", true, { ...error, details: [1], raw_response: "<html>" }],
    ["an insight that the contract does not name", true, { ...error, truto_error_insight: { new_one: 1 } }],
    ["missing scopes", true, { ...error, truto_error_insight: { forbidden_error: scopes } }],
    ["no status", false, { error: "Not Found", message: "" }],
    ["no name", false, { statusCode: 404, message: "" }],
    ["no message", false, { statusCode: 404, error: "Not Found" }],
    ["a status that is a text", false, { ...error, statusCode: "404" }],
    ["the status of a success", false, { ...error, statusCode: 200 }],
    ["a flag that is a text", false, { ...error, truto_is_remote_error: "true" }],
    ["an insight that is a text", false, { ...error, truto_error_insight: "forbidden" }],
    ["an insight without a description", false, { ...error, truto_error_insight: { remote_error: {} } }],
    [
      "one scope in place of a list",
      false,
      { ...error, truto_error_insight: { forbidden_error: { ...scopes, value: { missing_scopes: "a" } } } },
    ],
  ])("with %s: %s", (_, isError, value) => {
    expect(isValid("/components/schemas/TrutoError", value)).toBe(isError);
  });
});

type Node = { schema?: unknown; example?: unknown; examples?: Record<string, { value: unknown }> };

/** Every example of a parameter, a header or a body under a node, with the place of its schema. */
function examplesUnder(node: object, pointer = ""): [pointer: string, value: unknown][] {
  const { schema, example, examples = {} }: Node = node;
  const values = Object.values(examples).map(({ value }) => value);
  if (example !== undefined) values.push(example);
  if (schema !== undefined) return values.map((value) => [`${pointer}/schema`, value]);
  return Object.entries(node).flatMap(([key, child]) =>
    typeof child === "object" && child !== null
      ? examplesUnder(child, `${pointer}/${encodeURIComponent(key.replace(/~/g, "~0").replace(/\//g, "~1"))}`)
      : [],
  );
}

describe("an example", () => {
  it.each(examplesUnder(contract))("is valid for the schema of %s", (pointer, value) => {
    expect(isValid(pointer, value), ajv.errorsText()).toBe(true);
  });
});

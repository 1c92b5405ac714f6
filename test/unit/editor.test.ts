import { describe, expect, test } from "vitest";
import { contactFields } from "../../generated/contact-fields.js";
import { deleteContact } from "../../generated/operations.js";
import { openEditor } from "../support/editor.js";

const editor = openEditor();
const start = `import { createTrutoClient, TrutoApiError } from "../src/index.js";\n`;
const clients = {
  "with a default account": `${start}const truto = createTrutoClient({ token: "t", integratedAccountId: "a" });\n`,
  "without a default account": `${start}const truto = createTrutoClient({ token: "t" });\n`,
};
const parameters = Object.keys(deleteContact.query)
  .map((name) => name.replace("[]", ""))
  .sort();
const fields = Object.keys(contactFields).filter((path) => !/[.[]/.test(path));
const full = expect.stringMatching(/^[A-Z`].{10,}/);

describe.each(Object.entries(clients))("an editor, for a client %s,", (_, client) => {
  test("completes every query parameter, each with its text", () => {
    const found = editor.completions(`${client}truto.contacts.delete("1", { |> });`);
    expect(Object.keys(found).sort()).toEqual(parameters);
    for (const name of parameters) expect(found[name], name).toEqual(full);
  });

  test("completes the formats and the fields", () => {
    const formats = editor.completions(
      `${client}truto.contacts.delete("1", { truto_response_format: "|>" });`,
    );
    expect(Object.keys(formats)).toEqual(expect.arrayContaining(["unified", "normalized", "raw", "stream"]));
    const excluded = editor.completions(
      `${client}truto.contacts.delete("1", { truto_exclude_fields: ["|>"] });`,
    );
    expect(Object.keys(excluded)).toEqual(expect.arrayContaining(fields));
  });

  test("completes the options of a request, each with its text", () => {
    const account = `{ integrated_account_id: "a" }`;
    const found = editor.completions(`${client}truto.contacts.delete("1", ${account}, { |> });`);
    expect(Object.keys(found).sort()).toEqual(["headers", "maxRetries", "signal", "timeout"]);
    for (const [name, text] of Object.entries(found)) expect(text, name).toEqual(full);
  });

  test("shows a method's description, its errors and a short type", () => {
    const call = `${client}const contact = await truto.contacts.dele|>te("1", { integrated_account_id: "a" });`;
    const { text, type, tags } = editor.hover(call);
    expect(text).toMatch(/^Deletes a contact in the CRM/);
    expect(tags).toEqual(expect.arrayContaining(["param", "throws", "see"]));
    expect(type).not.toContain("inheritDoc");
    expect(type.length).toBeLessThan(500);
  });

  test("explains each parameter as the user types the call", () => {
    const found = editor.parameters(`${client}truto.contacts.delete(|>);`);
    expect(found).toEqual({
      id: "the contact's id, as the CRM knows it",
      query: "the operation's query parameters",
      options: "how to send this request",
    });
  });

  test("shows the result as a Contact with a text for each field", () => {
    const call = `${client}const contact = await truto.contacts.delete("1", { integrated_account_id: "a" });\n`;
    expect(editor.hover(`${call}con|>tact;`).type).toBe("const contact: Contact");
    const found = editor.completions(`${call}contact.|>`);
    expect(Object.keys(found).sort()).toEqual([...fields].sort());
    for (const [name, text] of Object.entries(found)) expect(text, name).toEqual(full);
  });
});

test("An editor completes the options of a client, each with its text", () => {
  const found = editor.completions(`${start}createTrutoClient({ |> });`);
  expect(Object.keys(found)).toContain("token");
  for (const [name, text] of Object.entries(found)) expect(text, name).toEqual(full);
});

test("An editor completes the properties of an error, each with its text", () => {
  const found = editor.completions(`${start}declare const error: TrutoApiError;\nerror.|>`);
  const own = Object.keys(found).filter((name) => !["name", "message", "stack", "cause"].includes(name));
  expect(own).toEqual(expect.arrayContaining(["status", "contactNotFound", "mayHaveBeenApplied", "request"]));
  for (const name of own) expect(found[name], name).toEqual(full);
});

const withDefault = clients["with a default account"];
const without = clients["without a default account"];
const mayBeUndefined = "declare const account: string | undefined;\n";
const mistakes: [mistake: string, program: string, message: RegExp][] = [
  ["no account", `${without}truto.contacts.delete("1");`, /integrated_account_id is missing/],
  [
    "an account left out of the query",
    `${without}truto.contacts.delete("1", {});`,
    /integrated_account_id is missing/,
  ],
  [
    "a default account that may be undefined",
    `${start}${mayBeUndefined}createTrutoClient({ token: "t", integratedAccountId: account }).contacts.delete("1");`,
    /integrated_account_id is missing/,
  ],
  [
    "a default account of an environment variable",
    `${start}declare const process: { env: Record<string, string | undefined> };
     createTrutoClient({ token: "t", integratedAccountId: process.env.ACCOUNT }).contacts.delete("1");`,
    /integrated_account_id is missing/,
  ],
  [
    "a typo in a parameter",
    `${withDefault}truto.contacts.delete("1", { truto_exclude_field: ["tags"] });`,
    /'truto_exclude_field' does not exist.*Did you mean to write 'truto_exclude_fields'/,
  ],
  [
    "a parameter that does not exist",
    `${withDefault}truto.contacts.delete("1", { dryRun: true });`,
    /'dryRun' does not exist/,
  ],
  [
    "a typo in a field",
    `${withDefault}truto.contacts.delete("1", { truto_exclude_fields: ["tag"] });`,
    /'"tag"' is not assignable to type 'keyof Contact'. Did you mean '"etag"'/,
  ],
  [
    "an unknown format",
    `${withDefault}truto.contacts.delete("1", { truto_response_format: "xml" });`,
    /'"xml"' is not assignable to type '"unified" \| "raw"/,
  ],
  [
    "a typo in an option of the request",
    `${withDefault}truto.contacts.delete("1", {}, { retries: 5 });`,
    /'retries' does not exist in type 'RequestOptions'/,
  ],
  [
    "an id that is a number",
    `${withDefault}truto.contacts.delete(1);`,
    /'number' is not assignable to parameter of type 'string'/,
  ],
  [
    "a typo in an option of the client",
    `${start}createTrutoClient({ token: "t", baseURL: "" });`,
    /'baseURL' does not exist.*Did you mean to write 'baseUrl'/,
  ],
  ["no token", `${start}createTrutoClient({});`, /Property 'token' is missing/],
  [
    "a field that the result no longer has",
    `${withDefault}(await truto.contacts.delete("1", { truto_exclude_fields: ["tags"] })).tags;`,
    /Property 'tags' does not exist/,
  ],
  [
    "the raw format taken for a contact",
    `${withDefault}(await truto.contacts.delete("1", { truto_response_format: "raw" })).id;`,
    /of type 'unknown'/,
  ],
];

test.each(mistakes)("The compiler names the mistake: %s", (_, program, message) => {
  const problems = editor.problems(program);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(message);
});

test.each([
  ["strict: false", { strict: false }],
  ["strictNullChecks alone", { strict: false, strictNullChecks: true }],
])("The types hold with %s", (_, options) => {
  const loose = openEditor(options);
  const results: [query: string, type: string][] = [
    ["{}", "Contact"],
    [`{ truto_exclude_fields: ["tags"] }`, `Omit<Contact, "tags">`],
    [`{ truto_ignore_remote_data: true }`, `Omit<Contact, "remote_data">`],
    [`{ truto_response_format: "raw" }`, "unknown"],
    [`{ truto_response_format: "stream" }`, "ReadableStream<Uint8Array<ArrayBufferLike>>"],
  ];
  for (const [query, type] of results) {
    const program = `${withDefault}const result = await truto.contacts.delete("1", ${query});\nres|>ult;`;
    expect(loose.hover(program).type).toBe(`const result: ${type}`);
  }
  for (const name of ["an account left out of the query", "a typo in a parameter"]) {
    const [, program = "", message = ""] = mistakes.find(([mistake]) => mistake === name) ?? [];
    expect(loose.problems(program)[0]).toMatch(message);
  }
});

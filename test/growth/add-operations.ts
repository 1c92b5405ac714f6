import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parse, parseDocument, stringify } from "yaml";

/** Replaces a text in a file of the copy. @throws when the text is missing, as CONTRIBUTING would then be wrong */
async function edit(file: string, ...replacements: [text: string, by: string][]): Promise<void> {
  let content = await readFile(file, "utf8");
  for (const [text, by] of replacements) {
    if (!content.includes(text)) throw new Error(`${file} has no ${text}`);
    content = content.replace(text, () => by);
  }
  await writeFile(file, content);
}

/** Adds a GET to the path of the delete, and a POST that creates a contact, documented as the delete is. */
export async function addToContract(project: string): Promise<void> {
  const fileIn = (path: string) => join(project, "openapi", path);
  const read = async (path: string) => parse(await readFile(fileIn(path), "utf8"));
  const path = "paths/unified_crm_contacts_id.yaml";
  const { delete: documented } = await read(path);
  const deleted = await read("components/responses/ContactDeleted.yaml");
  const { unified, minimal } = deleted.content["application/json"].examples;
  const schema = { $ref: "../components/schemas/Contact.yaml" };
  const other = { ...unified, value: { ...unified.value, first_name: "Grace" } };
  const content = { "application/json": { schema, examples: { unified: other, minimal } } };
  const { 200: _contact, 204: _nothing, ...failures } = documented.responses;
  const [, , fetchSample] = documented["x-codeSamples"];
  const sample = (method: string, from: string, to: string) => ({
    ...fetchSample,
    source: fetchSample.source
      .replace('method: "DELETE"', method)
      .replace("[200, 204]", "[200, 201]")
      .replace(from, to),
  });
  const get = {
    ...documented,
    operationId: "getContact",
    summary: "Get a contact",
    description: "Gets one contact.",
    // Its parameters and one example differ from those of the delete.
    parameters: documented.parameters.filter(
      ({ $ref }: { $ref: string }) => !/response_format|ignore_remote_data/.test($ref),
    ),
    "x-codeSamples": [sample('method: "GET"', "", "")],
    responses: { 200: { description: "The contact.", content }, ...failures },
  };
  const body = 'method: "POST",\n  body: JSON.stringify({ id: "23423523" })';
  const post = {
    ...get,
    operationId: "createContact",
    summary: "Create a contact",
    description: "Creates one contact.",
    parameters: get.parameters.filter(({ $ref }: { $ref: string }) => !$ref.endsWith("/id.yaml")),
    "x-codeSamples": [
      {
        ...fetchSample,
        source: sample(body, "/<resource_id>", "").source.replace(
          "headers: { ",
          'headers: { "Content-Type": "application/json", ',
        ),
      },
    ],
    requestBody: { required: true, description: "The contact to create.", content },
    responses: {
      201: { description: "The new contact.", content },
      ...failures,
      422: await bodyRefused(read),
    },
  };
  await writeFile(fileIn(path), stringify({ get }) + (await readFile(fileIn(path), "utf8")));
  await writeFile(fileIn("paths/unified_crm_contacts.yaml"), JSON.stringify({ post }));
  const root = parseDocument(await readFile(fileIn("openapi.yaml"), "utf8"));
  root.setIn(["paths", "/unified/crm/contacts"], { $ref: "paths/unified_crm_contacts.yaml" });
  await writeFile(fileIn("openapi.yaml"), root.toString());
}

/** A 422 with the fields of a request body, which the delete does not have. */
async function bodyRefused(read: (path: string) => Promise<Record<string, unknown>>): Promise<object> {
  const refused = await read("components/responses/UnprocessableEntity.yaml");
  const text = JSON.stringify(refused)
    .replaceAll("../schemas", "../components/schemas")
    .replaceAll("../headers", "../components/headers");
  return JSON.parse(text, (key, value) =>
    key === "truto_error_insight"
      ? {
          ...value,
          missing_required_body_fields: { description: "The body lacks fields.", value: ["name"] },
          conditionally_required_body_fields: {
            description: "Some are required at times.",
            value: { name: "Always." },
          },
        }
      : value,
  );
}

/** Adds `contacts.get` as CONTRIBUTING says. */
export async function addMethod(project: string): Promise<void> {
  const fileIn = (path: string) => join(project, path);
  await edit(
    fileIn("src/contacts.ts"),
    [
      'import { deleteContact } from "../generated/operations.js";',
      'import { deleteContact, getContact } from "../generated/operations.js";',
    ],
    ["import type {\n", "import type {\n  Contact,\n  GetContactQuery,\n"],
    [
      "  ): ApiPromise<DeletedContact<Query>>;\n",
      "  ): ApiPromise<DeletedContact<Query>>;\n" +
        "  /** Gets a contact. */\n" +
        "  get(id: string, query?: GetContactQuery, options?: RequestOptions): ApiPromise<Contact>;\n",
    ],
    [
      "const deletion = ",
      "const getting = operationCaller(getContact);\n" +
        "const readContact: Reader<Contact> = async (response) => (await readObjectWithId(response, undefined)) as Contact;\n" +
        "const deletion = ",
    ],
    [
      "  return {\n    delete<",
      "  return {\n    get(id, query, options) {\n" +
        "      return apiPromise(getting.send(client, id, query ?? {}, options ?? {}, () => readContact));\n    },\n    delete<",
    ],
  );
  await edit(fileIn("src/contact-types.ts"), [
    "type AccountQuery = ",
    "/** The query parameters of a get. */\n" +
      'export type GetContactQuery = Partial<operations["getContact"]["parameters"]["query"]>;\n\ntype AccountQuery = ',
  ]);
  await edit(fileIn("src/index.ts"), ["  IfDefaultAccount,\n", "  GetContactQuery,\n  IfDefaultAccount,\n"]);
  await edit(fileIn("test/types/client.test-d.ts"), [
    'keyof typeof truto.contacts>().toEqualTypeOf<"delete">()',
    'keyof typeof truto.contacts>().toEqualTypeOf<"delete" | "get">()',
  ]);
  const changeset = fileIn(".changeset/get-a-contact.md");
  await mkdir(dirname(changeset), { recursive: true });
  await writeFile(changeset, '---\n"truto-crm-client": minor\n---\n\n`contacts.get` gets a contact.\n');
}

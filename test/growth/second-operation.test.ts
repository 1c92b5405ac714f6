import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse, parseDocument } from "yaml";

const parts = [
  ...["openapi", "generated", "src", "scripts", "test", ".gitignore", "biome.json", "package.json"],
  ...["redocly.yaml", "tsconfig.json", "tsdown.config.ts", "vitest.config.ts"],
];
const leftOut = ["node_modules", "work"];

let project: string;

/** Runs a command in the copy, as one types it. */
async function run(command: string): Promise<void> {
  const [file = "", ...args] = command.split(" ");
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, NO_COLOR: "1" };
  const { exitCode, all } = await execa(file, args, {
    ...{ cwd: project, env, extendEnv: false },
    ...{ all: true, reject: false, stdin: "ignore" },
  });
  expect(exitCode, all).toBe(0);
}

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), "second-operation-"));
  const filter = (path: string) => !leftOut.includes(basename(path));
  for (const part of parts) await cp(part, join(project, part), { recursive: true, filter });
  await symlink(resolve("node_modules"), join(project, "node_modules"), "junction");
  await addOperations();
  await cp("test/growth/calls.txt", join(project, "test/wire/second-operation.test.ts"));
  await run("npm run generate");
});
afterAll(() => rm(project, { recursive: true }));

/** Adds what gets a contact and what creates one, documented as the delete is. */
async function addOperations(): Promise<void> {
  const fileIn = (path: string) => join(project, "openapi", path);
  const read = async (path: string) => parse(await readFile(fileIn(path), "utf8"));
  const path = "paths/unified_crm_contacts_id.yaml";
  const { delete: documented } = await read(path);
  const deleted = await read("components/responses/ContactDeleted.yaml");
  const { unified, minimal } = deleted.content["application/json"].examples;
  const schema = { $ref: "../components/schemas/Contact.yaml" };
  const content = { "application/json": { schema, examples: { unified, minimal } } };
  const { 200: _contact, 204: _nothing, ...failures } = documented.responses;
  const source = "curl https://api.truto.one/unified/crm/contacts";
  const operation = { ...documented, "x-codeSamples": [{ lang: "Shell", label: "curl", source }] };
  const get = {
    ...operation,
    operationId: "getContact",
    summary: "Get a contact",
    responses: { 200: { description: "The contact.", content }, ...failures },
  };
  const post = {
    ...operation,
    operationId: "createContact",
    summary: "Create a contact",
    parameters: operation.parameters.filter(({ $ref }: { $ref: string }) => !$ref.endsWith("/id.yaml")),
    requestBody: { required: true, description: "The contact to create.", content },
    responses: { 201: { description: "The new contact.", content }, ...failures },
  };
  // JSON is YAML too.
  await writeFile(fileIn(path), JSON.stringify({ get, delete: documented }));
  await writeFile(fileIn("paths/unified_crm_contacts.yaml"), JSON.stringify({ post }));
  const root = parseDocument(await readFile(fileIn("openapi.yaml"), "utf8"));
  root.setIn(["paths", "/unified/crm/contacts"], { $ref: "paths/unified_crm_contacts.yaml" });
  await writeFile(fileIn("openapi.yaml"), root.toString());
}

describe("a contract to which GET and POST are added", { timeout: 600_000 }, () => {
  test.each([
    "npm run lint",
    "npm run typecheck",
    "npm run coverage:contract",
    "npx vitest run --project unit --project wire --project contract --project types",
  ])("passes %s with nothing edited but a test of both", run);
});

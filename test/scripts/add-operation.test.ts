import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseDocument } from "yaml";
import { main } from "../../scripts/generate.js";
import { runMain } from "../support/run-main.js";
import { startServer } from "../support/server.js";

const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
const contact = { id: "23423523", first_name: "Ada" };

/** Calls the new operation, and holds its types to what the contract says. */
const program = `import { createTrutoApi } from "./src/api.js";

const [token = "", baseUrl] = process.argv.slice(2);
const api = createTrutoApi({ token, baseUrl });
const query = { integrated_account_id: "62f44730-dd91-461e-bd6a-aedd9e0ad79d" };
const { data, error } = await api.GET("/unified/crm/contacts/{id}", {
  params: { path: { id: "23423523" }, query },
});
if (error) throw new Error(error.message);
const name: string | undefined = data.first_name;
console.log(name);

export async function mustNotCompile() {
  // @ts-expect-error: the path has a parameter
  await api.GET("/unified/crm/contacts/{id}", { params: { query } });
  // @ts-expect-error: the query has a required parameter
  await api.GET("/unified/crm/contacts/{id}", { params: { path: { id: "23423523" } } });
  // @ts-expect-error: there is no such field
  console.log(data.nickname);
}
`;

let project: string;

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), "add-operation-"));
  for (const name of ["openapi", "src", "generated", "package.json", "tsconfig.json"]) {
    await cp(name, join(project, name), { recursive: true });
  }
  await symlink(resolve("node_modules"), join(project, "node_modules"));
  await writeFile(join(project, "program.ts"), program);
});
afterAll(() => rm(project, { recursive: true }));

/** Adds to the path of the delete the operation that gets a contact, documented as the house rules ask. */
async function addOperation(): Promise<void> {
  const file = join(project, "openapi/paths/unified_crm_contacts_{id}.yaml");
  const path = parseDocument(await readFile(file, "utf8"));
  const schema = { $ref: "../components/schemas/Contact.yaml" };
  const content = { "application/json": { schema, examples: { found: { value: contact } } } };
  const { delete: documented } = path.toJS();
  path.delete("delete");
  path.set("get", path.createNode(documented));
  path.set("delete", path.createNode(documented));
  path.setIn(["get", "operationId"], "getContact");
  path.setIn(["get", "summary"], "Get a contact");
  path.setIn(["get", "responses", "200"], { description: "The contact.", content });
  path.deleteIn(["get", "responses", "204"]);
  await writeFile(file, path.toString());
}

/** Compiles the client with the program. */
function compile() {
  const args = [tsc, "-p", ".", "--noEmit", "false", "--rootDir", ".", "--outDir", "out"];
  return execa(process.execPath, args, { cwd: project, reject: false });
}

describe("an operation added to the contract", { timeout: 120_000 }, () => {
  test("does not compile before the types are generated anew", async () => {
    await addOperation();
    const { exitCode, stdout } = await compile();
    expect(exitCode).not.toBe(0);
    expect(stdout).toMatch(/program\.ts\(\d+,\d+\): error TS2345: .*"\/unified\/crm\/contacts\/\{id\}"/);
  });

  test("is called through truto.api, typed, with no other change", async () => {
    const spec = join(project, "openapi/openapi.yaml");
    expect(await runMain(main, [`--spec=${spec}`, `--out=${project}/generated`])).toMatchObject({
      exitCode: 0,
    });
    expect((await compile()).stdout).toBe("");

    await using server = await startServer({ json: contact });
    const { stdout } = await execa(process.execPath, ["out/program.js", "any-token", server.url], {
      cwd: project,
    });
    expect(stdout).toBe("Ada");
    expect(server.requests).toMatchObject([
      {
        method: "GET",
        target: "/unified/crm/contacts/23423523?integrated_account_id=62f44730-dd91-461e-bd6a-aedd9e0ad79d",
        headers: { authorization: "Bearer any-token" },
      },
    ]);
  });
});

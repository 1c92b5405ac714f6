import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lintSpec } from "../../scripts/generate/lint-spec.js";
import { renderGenerated } from "../../scripts/generate/render-generated.js";
import { shippedSpec } from "../../scripts/lib/bundle-spec.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "generate-any-spec-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Writes a file, and gives its path. */
async function write(name: string, content: string | object): Promise<string> {
  const path = join(folder, name);
  await mkdir(join(path, ".."), { recursive: true });
  await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

const info = { title: "any api", version: "1" };
const answer = (schema: object) => ({
  get: { responses: { 200: { description: "", content: { "application/json": { schema } } } } },
});

describe("npm run generate with another spec", () => {
  it.each(["yaml", "json"] as const)("writes the same files for the %s in the package", async (type) => {
    const spec = await write(`shipped/openapi.${type}`, (await shippedSpec("openapi/openapi.yaml"))[type]);
    const files = await renderGenerated(spec);
    for (const [name, text] of Object.entries(files)) {
      expect(text).toBe(await readFile(join("generated", name), "utf8"));
    }
    expect(Object.keys(files).sort()).toEqual(["contact-fields.ts", "operations.ts", "schema.ts"]);
  });

  it.each([
    ["3.0.3", { type: "string", nullable: true }],
    ["3.1.0", { type: ["string", "null"] }],
  ])("writes only types for OpenAPI %s that breaks the house rules", async (openapi, schema) => {
    const paths = { "/get_things/": answer({ type: "object", properties: { a: schema } }) };
    const files = await renderGenerated(await write(`${openapi}.json`, { openapi, info, paths }));
    expect(Object.keys(files)).toEqual(["schema.ts"]);
    expect(files["schema.ts"]).toMatch(/"\/get_things\/": \{.*a\?: string \| null;/s);
  });

  it("writes no table of contact fields for a spec with the marks but no contact", async () => {
    const marks = { "x-truto-integrations": { nutshell: "Nutshell" } };
    const files = await renderGenerated(
      await write("marked.json", { openapi: "3.1.0", info, paths: {}, ...marks }),
    );
    expect(Object.keys(files)).toEqual(["schema.ts", "operations.ts"]);
  });

  it("writes a type for each of two schemas with one name in two files", async () => {
    await write("collision/a/Thing.yaml", { type: "string" });
    await write("collision/b/Thing.yaml", { type: "number" });
    const paths = { "/a": answer({ $ref: "a/Thing.yaml" }), "/b": answer({ $ref: "b/Thing.yaml" }) };
    const spec = await write("collision/openapi.yaml", { openapi: "3.1.0", info, paths });
    const { "schema.ts": types } = await renderGenerated(spec);
    expect(types).toMatch(/Thing: string;\s+"Thing-2": number;/);
  });

  it("handles thousands of schemas", async () => {
    const names = Array.from({ length: 3_000 }, (_, index) => `Thing${index}`);
    const schemas = Object.fromEntries(
      names.map((name) => [name, { type: "array", items: { $ref: "#/components/schemas/Thing0" } }]),
    );
    const paths = Object.fromEntries(
      names.map((name) => [`/${name}`, answer({ $ref: `#/components/schemas/${name}` })]),
    );
    const spec = await write("large.json", { openapi: "3.1.0", info, paths, components: { schemas } });
    const { "schema.ts": types = "" } = await renderGenerated(spec);
    for (const name of names) expect(types).toContain(`        ${name}: components["schemas"]["Thing0"][];`);
  });

  it("reports the number of mistakes and the place of the first", async () => {
    const paths = Object.fromEntries(
      Array.from({ length: 150 }, (_, index) => [`/${index}`, answer({ type: "objects" })]),
    );
    const spec = await write("mistaken.json", { openapi: "3.1.0", info, paths });
    expect(await lintSpec(spec)).toHaveLength(150);
    await expect(renderGenerated(spec)).rejects.toThrow(/mistaken\.json:1: .* \(and 149 more\)$/);
  });
});

describe("npm run generate with this contract", () => {
  it("applies the house rules, and names the command that lists every violation", async () => {
    const project = join(folder, "project");
    await cp("openapi", join(project, "openapi"), { recursive: true });
    const tag = join(project, "openapi/components/schemas/Tag.yaml");
    await writeFile(tag, (await readFile(tag, "utf8")).replaceAll(/^ {4}description: .*\n/gm, ""));
    const args = ["--import", import.meta.resolve("tsx"), resolve("scripts/generate.ts")];
    const { exitCode, stderr } = await execa(process.execPath, args, { cwd: project, reject: false });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/Tag\.yaml:\d+: .* has no description\. \(and 1 more: npm run lint\)$/);
  });
});

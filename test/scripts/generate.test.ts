import { readFileSync } from "node:fs";
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contactFields, integrations } from "../../generated/contact-fields.js";
import * as operations from "../../generated/operations.js";
import { lintSpec } from "../../scripts/generate/lint-spec.js";
import { renderGenerated } from "../../scripts/generate/render-generated.js";
import { main } from "../../scripts/generate.js";
import { bundleSpec } from "../../scripts/lib/bundle-spec.js";
import { operationsOf } from "../../scripts/lib/operations.js";
import { resolveRef, type Schema } from "../../scripts/lib/spec.js";
import { runMain } from "../support/run-main.js";

let folder: string;

const generate = (...args: string[]) => runMain(main, args);

const contentOf = async (path: string) => {
  const names = (await readdir(path)).sort();
  const texts = await Promise.all(
    names.map(async (name) => [name, await readFile(join(path, name), "utf8")]),
  );
  return Object.fromEntries(texts);
};

/** A copy of the spec with an edit in each of the files. */
async function editedSpec(...edits: [file: string, from: RegExp, to: string][]): Promise<string> {
  const copy = await mkdtemp(join(folder, "spec-"));
  await cp("openapi", copy, { recursive: true });
  for (const [file, from, to] of edits) {
    const good = await readFile(join(copy, file), "utf8");
    expect(good).toMatch(from);
    await writeFile(join(copy, file), good.replace(from, to));
  }
  return join(copy, "openapi.yaml");
}

/** The number of the first line of a file that holds a text. */
function lineOf(file: string, text: string): number {
  return readFileSync(file, "utf8").split(text)[0]?.split("\n").length ?? 0;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "generate-"));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe("npm run generate", () => {
  it("writes the committed bytes every time", async () => {
    const committed = await contentOf("generated");
    expect(await renderGenerated("openapi/openapi.yaml")).toEqual(committed);
    expect(await renderGenerated("openapi/openapi.yaml")).toEqual(committed);
  });

  it("names only the stale and missing files with --check, and does not change them", async () => {
    const out = join(folder, "stale");
    await cp("generated", out, { recursive: true });
    await writeFile(join(out, "operations.ts"), "// edited by hand\n");
    await rm(join(out, "contact-fields.ts"));
    const before = await contentOf(out);
    const { exitCode, stderr } = await generate("--check", `--out=${out}`);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("operations.ts");
    expect(stderr).toContain("contact-fields.ts");
    expect(stderr).not.toContain("schema.ts");
    expect(await contentOf(out)).toEqual(before);
  });

  it("keeps the last output and exits with 1 when the spec is invalid", async () => {
    const out = join(folder, "kept");
    await cp("generated", out, { recursive: true });
    const before = await contentOf(out);
    const spec = await editedSpec(["components/schemas/Tag.yaml", /^type: object$/m, "type: objects"]);
    const { exitCode, stderr } = await generate(`--spec=${spec}`, `--out=${out}`);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/Tag\.yaml:1: \S+/);
    expect(stderr.split("\n")).toHaveLength(1);
    expect(await contentOf(out)).toEqual(before);
  });

  it("names the file and line of a spec that does not parse", async () => {
    const spec = await editedSpec(["openapi.yaml", /^ {2}title:.*$/m, "  title: ["]);
    await expect(renderGenerated(spec)).rejects.toThrow("openapi.yaml:4:");
  });

  it("names the file and line of each part that does not parse, refers to a missing file or breaks a lint rule", async () => {
    const reference = lineOf("openapi/components/schemas/Contact.yaml", "Tag.yaml");
    const spec = await editedSpec(
      ["components/schemas/Url.yaml", /^type:/m, "type: ["],
      ["components/schemas/Contact.yaml", /Tag\.yaml/, "Tags.yaml"],
      ["components/parameters/id.yaml", /^required: true$/m, "required: maybe"],
    );
    const places = (await lintSpec(spec)).map(({ file, line }) => `${basename(file)}:${line}`);
    for (const place of ["Url.yaml:2", `Contact.yaml:${reference}`, "id.yaml:3"]) {
      expect(places).toContain(place);
    }
  });

  it("reports a missing spec", async () => {
    await expect(renderGenerated(join(folder, "none.yaml"))).rejects.toThrow("none.yaml");
  });

  it("prints its help with --help", async () => {
    expect(await generate("--help")).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("--check"),
    });
  });
});

describe("the generated code", async () => {
  const spec = await bundleSpec("openapi/openapi.yaml");
  const properties = (name: string) => {
    const schema = resolveRef<Schema>(spec, { $ref: `#/components/schemas/${name}` });
    return Object.entries<Schema>(schema.properties ?? {});
  };

  it("has every field of the contact with the integrations that support it", () => {
    const topFields = Object.entries(contactFields).filter(([path]) => !/[.[]/.test(path));
    expect(topFields).toEqual(
      properties("Contact").map(([name, field]) => [name, field["x-truto-supported-by"] ?? []]),
    );
    expect(integrations).toEqual(spec["x-truto-integrations"]);
  });

  it("has the fields of an object and of an array's items by their paths", () => {
    expect(Object.keys(contactFields)).toEqual(
      expect.arrayContaining(["account.id", ...properties("Address").map(([name]) => `addresses[].${name}`)]),
    );
  });

  it.each(operationsOf(spec))(
    "has every operation: $method $path",
    ({ method, path, operation, parameters, responses }) => {
      const successes = responses.map(([code]) => code).filter((code) => code.startsWith("2"));
      const inQuery = parameters.filter((parameter) => parameter.in === "query");
      expect(Object.entries(operations)).toContainEqual([
        operation.operationId,
        expect.objectContaining({
          method: method.toUpperCase(),
          path,
          query: Object.fromEntries(inQuery.map(({ name }) => [name, expect.any(Object)])),
          successes: successes.map((code) => Number(code.replace("XX", ""))),
        }),
      ]);
    },
  );

  it("has the type of each query parameter, if it is required, and its values", () => {
    expect(operations.deleteContact.query).toMatchObject({
      integrated_account_id: { type: "string", required: true },
      truto_response_format: { type: "string", values: expect.arrayContaining(["unified", "stream"]) },
      truto_ignore_remote_data: { type: "boolean" },
      "truto_exclude_fields[]": { type: "array", values: properties("Contact").map(([name]) => name) },
      remote_query: { type: "object" },
    });
  });

  const hints: Readonly<Record<string, string>> = operations.deleteContact.hints;
  const [deleteContact] = operationsOf(spec).filter(({ method }) => method === "delete");
  const failures = deleteContact?.responses.map(([code]) => code).filter((code) => /^[45]/.test(code)) ?? [];
  it.each(failures)("has a short hint for status %s or for its range", (code) => {
    expect(hints[code.replace("XX", "")] ?? hints[`${code[0]}`]).toMatch(/^[A-Z].{9,58}\.$/);
  });

  it("has short hints for errors of the CRM", () => {
    const remoteHints = Object.values(operations.deleteContact.remoteHints);
    expect(remoteHints).toEqual(remoteHints.map(() => expect.stringMatching(/^[A-Z].{9,58}\.$/)));
  });
});

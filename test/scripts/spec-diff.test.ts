import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Document, parseDocument } from "yaml";
import { shippedSpec } from "../../scripts/lib/bundle-spec.js";
import { rateChanges } from "../../scripts/spec-diff/rate-changes.js";
import { main } from "../../scripts/spec-diff.js";
import { runMain } from "../support/run-main.js";

const path = "/unified/crm/contacts/{id}";
const operation = ["paths", path, "delete"];
const contact = ["components", "schemas", "Contact", "properties"];
const format = ["components", "parameters", "truto_response_format", "schema"];
const parameter = { name: "reason", in: "query", description: "Why.", schema: { type: "string" } };
const body = { required: true, content: { "application/json": { schema: { type: "object" } } } };

type Change = (contract: Document) => void;

/** What `diff-recommended` takes for breaking, each by what it says of it. */
const breaking: Record<string, Change> = {
  "Property `title` of `Contact` was removed.": (contract) => contract.deleteIn([...contact, "title"]),
  "Required `reason` query parameter was added.": (contract) =>
    contract.addIn([...operation, "parameters"], contract.createNode({ ...parameter, required: true })),
  "Enum lost values: 'stream'.": (contract) =>
    contract.setIn([...format, "enum"], ["unified", "raw", "normalized"]),
  "Type of `first_name` widened from 'string' to 'integer'.": (contract) =>
    contract.setIn([...contact, "first_name", "type"], "integer"),
};

/** What `diff-recommended` lets pass, each by what our own rule says of it. */
const letPass: Record<string, Change> = {
  "The default 'unified' became 'raw'.": (contract) => contract.setIn([...format, "default"], "raw"),
  "Schema `Tag` was removed or renamed.": (contract) => {
    contract.setIn(["components", "schemas", "Label"], contract.getIn(["components", "schemas", "Tag"]));
    contract.deleteIn(["components", "schemas", "Tag"]);
    contract.setIn([...contact, "tags", "items", "$ref"], "#/components/schemas/Label");
  },
  "The field is no longer in responses.": (contract) =>
    contract.setIn([...contact, "last_name", "writeOnly"], true),
  "A request body became required.": (contract) => contract.setIn([...operation, "requestBody"], body),
  [`Path \`${path}\` became \`/unified/crm/contacts/{contact}\`.`]: (contract) => {
    contract.setIn(["paths", "/unified/crm/contacts/{contact}"], contract.getIn(["paths", path]));
    contract.deleteIn(["paths", path]);
    contract.setIn(["components", "parameters", "id", "name"], "contact");
  },
};

const newField: Change = (contract) =>
  contract.setIn([...contact, "nickname"], { type: "string", description: "The nickname." });

let folder: string;
let released: string;
let files = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "spec-diff-test-"));
  released = join(folder, "released.yaml");
  const { yaml } = await shippedSpec("openapi/openapi.yaml");
  await writeFile(released, yaml.replace(/^ {2}version: .*$/m, "  version: 1.0.0"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Writes the released contract with changes and another version to a file of its own. */
async function changed(version: string, ...changes: Change[]): Promise<string> {
  const contract = parseDocument(await readFile(released, "utf8"));
  for (const change of changes) change(contract);
  contract.setIn(["info", "version"], version);
  const file = join(folder, `changed-${files++}.yaml`);
  await writeFile(file, contract.toString());
  return file;
}

describe("rateChanges", { timeout: 120_000 }, () => {
  test.each([
    ["each breaking change", breaking],
    ["what diff-recommended lets pass", letPass],
  ])("asks for a major version after %s", async (_, changes) => {
    const { report, problem } = await rateChanges(
      released,
      await changed("1.99.0", ...Object.values(changes)),
    );
    for (const message of Object.keys(changes)) expect(report).toContain(message);
    expect(report).toContain(`\n${Object.keys(changes).length} major, `);
    expect(problem).toMatch(/^info\.version went 1\.0\.0 → 1\.99\.0, .* require a major bump \(2\.0\.0\)\.$/);
  });

  test("allows breaking changes in a major version", async () => {
    const { problem } = await rateChanges(released, await changed("2.0.0", ...Object.values(breaking)));
    expect(problem).toBeUndefined();
  });

  test("takes a new optional field for a minor change", async () => {
    const tooLow = await rateChanges(released, await changed("1.0.9", newField));
    expect(tooLow.problem).toMatch(/require a minor bump \(1\.1\.0\)\.$/);
    const fits = await rateChanges(released, await changed("1.1.0", newField));
    expect(fits.problem).toBeUndefined();
  });
});

describe("npm run spec:diff", { timeout: 120_000 }, () => {
  const specDiff = (...args: string[]) => runMain(main, args);

  test("fails, names the change and keeps the last release when the version is too low", async () => {
    const base = join(folder, "base.yaml");
    await copyFile(released, base);
    const spec = await changed("1.0.1", (contract) => contract.deleteIn([...contact, "title"]));
    const { exitCode, stdout, stderr } = await specDiff(`--spec=${spec}`, `--released=${base}`, "--release");
    expect(exitCode).toBe(1);
    expect(stdout).toContain("Property `title` of `Contact` was removed. (property-removed)");
    expect(stderr).toBe("info.version went 1.0.0 → 1.0.1, but these changes require a major bump (2.0.0).");
    expect(await readFile(base, "utf8")).toBe(await readFile(released, "utf8"));
  });

  test("keeps the contract as the last released one, and then finds no change", async () => {
    const base = join(folder, "first.yaml");
    const spec = await changed("1.0.0");
    const first = await specDiff(`--spec=${spec}`, `--released=${base}`, "--release");
    expect(first.stdout).toContain("nothing is released yet");
    expect(first.exitCode).toBe(0);
    const second = await specDiff(`--spec=${spec}`, `--released=${base}`);
    expect(second.stdout).toContain("0 major, 0 minor, 0 patch.");
    expect(second.exitCode).toBe(0);
  });
});

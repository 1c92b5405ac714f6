import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseDocument } from "yaml";
import { main } from "../../scripts/coverage.js";
import { shippedSpec } from "../../scripts/lib/bundle-spec.js";
import { runMain } from "../support/run-main.js";

const components = (...names: string[]) => ["components", ...names];
const unified = components(
  ...["responses", "ContactDeleted", "content", "application/json", "examples", "unified", "value"],
);

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "coverage-test-"));
});
afterAll(() => rm(folder, { recursive: true }));

test("coverage:contract names unused parts of the contract and deviations from it", async () => {
  const contract = parseDocument((await shippedSpec("openapi/openapi.yaml")).yaml);
  const unused = contract.createNode({ type: "string", description: "Unused." });
  contract.setIn(components("schemas", "Tag", "properties", "spare"), unused);
  contract.setIn(components("schemas", "TrutoError", "properties", "spare"), unused);
  const parameter = { name: "reason", in: "query", description: "Unused.", schema: { type: "string" } };
  const operation = ["paths", "/unified/crm/contacts/{id}", "delete"];
  contract.addIn([...operation, "parameters"], contract.createNode(parameter));
  contract.setIn([...unified, "title"], 5);
  contract.setIn([...unified, "nickname"], "Ada");

  const spec = join(folder, "openapi.yaml");
  await writeFile(spec, contract.toString());
  const { exitCode, stderr } = await runMain(main, [`--spec=${spec}`]);

  expect(exitCode).toBe(1);
  expect(
    stderr
      .split("\n")
      // Other operations share the schemas, and their findings.
      .filter((line) => !line.endsWith("…") && /^(deleteContact:|[^:]*$)/.test(line))
      .sort(),
  ).toEqual([
    'Response field "title" must be string.',
    'Response has undocumented field "nickname".',
    "deleteContact: query parameter reason is in no traffic.",
    "deleteContact: spare of any error is in no traffic.",
    "deleteContact: tags[].spare of 200 is in no traffic.",
  ]);
});

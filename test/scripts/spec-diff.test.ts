import { createHash } from "node:crypto";
import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { applyPatch } from "rfc6902";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse, parseDocument } from "yaml";
import { shippedSpec } from "../../scripts/lib/bundle-spec.js";
import { diff } from "../../scripts/spec-diff/rate-changes.js";
import { main } from "../../scripts/spec-diff.js";
import { runMain } from "../support/run-main.js";
import { edits } from "./spec-diff/edits.js";
import type { Rating } from "./spec-diff/part.js";

const ratings: Rating[] = ["patch", "minor", "major"];
const part = await readFile(new URL("spec-diff/part.yaml", import.meta.url), "utf8");
const title = ["components", "schemas", "Contact", "properties", "title"];

let folder: string;
let released: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "spec-diff-test-"));
  released = join(folder, "released.yaml");
  const { yaml } = await shippedSpec("openapi/openapi.yaml");
  await writeFile(released, yaml.replace(/^ {2}version: .*$/m, "  version: 1.0.0"));
});
afterAll(() => rm(folder, { recursive: true }));

/** A name for the part of an edit. All names differ much, as Redocly takes similar names for a rename. */
function markOf(name: string): string {
  return createHash("sha256").update(name).digest("hex").slice(0, 16);
}

/** Joins the keys of objects and the elements of arrays. */
function merge(one: unknown, other: unknown): unknown {
  if (Array.isArray(one) && Array.isArray(other)) return [...one, ...other];
  if (!isObject(one) || !isObject(other)) return other;
  const shared = Object.keys(one).filter((key) => key in other);
  return { ...one, ...other, ...Object.fromEntries(shared.map((key) => [key, merge(one[key], other[key])])) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** Writes one contract with a part for each edit, so that one run rates all edits. */
async function writeParts(file: string, isEdited: boolean): Promise<string> {
  const parts = edits.map(([, name, ...patch]) => {
    const document: unknown = parse(part);
    if (isEdited) expect(applyPatch(document, patch)).toEqual(patch.map(() => null));
    return JSON.parse(JSON.stringify(document).replaceAll("MARK", markOf(name)));
  });
  const path = join(folder, file);
  await writeFile(path, JSON.stringify(parts.reduce(merge)));
  return path;
}

describe("an edit of the contract", () => {
  let changes: { impact: Rating }[];
  beforeAll(async () => {
    const [base, edited] = [await writeParts("base.json", false), await writeParts("edited.json", true)];
    ({ changes } = JSON.parse((await diff(base, edited, "--format=json")).stdout));
  });

  test.each(edits)("is %s when %s", (rating, name) => {
    const own = changes.filter((change) => JSON.stringify(change).includes(markOf(name)));
    const highest = Math.max(...own.map(({ impact }) => ratings.indexOf(impact)));
    expect(ratings[highest], JSON.stringify(own, undefined, 1)).toBe(rating);
  });
});

/** Writes the released contract without a field, and with another version, to a file of its own. */
async function withoutTitle(version: string): Promise<string> {
  const contract = parseDocument(await readFile(released, "utf8"));
  contract.deleteIn(title);
  contract.setIn(["info", "version"], version);
  const file = join(folder, `${version}.yaml`);
  await writeFile(file, contract.toString());
  return file;
}

describe("npm run spec:diff", () => {
  const specDiff = (...args: string[]) => runMain(main, args);

  test("fails, names the change and keeps the last release if the version is too low", async () => {
    const base = join(folder, "base.yaml");
    await copyFile(released, base);
    const spec = await withoutTitle("1.9.0");
    const { exitCode, stdout, stderr } = await specDiff(`--spec=${spec}`, `--released=${base}`, "--release");
    expect(exitCode).toBe(1);
    expect(stdout).toContain("Property `title` of `Contact` was removed. (property-removed)");
    expect(stdout).not.toContain("contract/not-breaking");
    expect(stderr).toBe("info.version went 1.0.0 → 1.9.0, but these changes require a major bump (2.0.0).");
    expect(await readFile(base, "utf8")).toBe(await readFile(released, "utf8"));
  });

  test("allows a breaking change in a major version, and saves it as the last release", async () => {
    const base = join(folder, "allowed.yaml");
    await copyFile(released, base);
    const spec = await withoutTitle("2.0.0");
    expect(await specDiff(`--spec=${spec}`, `--released=${base}`, "--release")).toMatchObject({
      exitCode: 0,
    });
    const { stdout } = await specDiff(`--spec=${spec}`, `--released=${base}`);
    expect(stdout).toContain("0 major, 0 minor, 0 patch.");
  });

  test("allows any version before the first release", async () => {
    const { exitCode, stdout } = await specDiff(`--released=${join(folder, "none.yaml")}`);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("nothing is released yet");
  });
});

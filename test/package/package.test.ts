import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { parse } from "yaml";
import { apiReportChanged } from "../../scripts/api-report/api-report.js";
import { bundleBytes } from "../../scripts/bench/bundle.js";
import { instantiations } from "../../scripts/bench/instantiations.js";
import { pack, type Tarball } from "../support/pack.js";

/** What a user of the package may be asked to carry, at most. */
const budget = {
  tarballBytes: 60_000,
  packages: 3,
  /** What a program that makes one delete loads, minified and gzipped, with all dependencies. */
  bundleGzipBytes: 6_600,
  /** The same with what `truto.api` would load. */
  wholeBundleGzipBytes: 9_400,
  /** What the compiler has to work out for the types of that program. */
  typeInstantiations: 500,
};

// Compilers are started here, which take their time on a busy machine.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const root = fileURLToPath(new URL("../..", import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

let folder: string;
let tarball: Tarball;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "truto-package-"));
  tarball = await pack(folder);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const unpacked = (path: string) => join(tarball.unpacked, path);

describe("the tarball", () => {
  test("holds the compiled modules, the contract and the texts, and nothing else", () => {
    const others = tarball.paths.filter(
      (path) => !/^dist\/(src|generated)\/[\w-]+\.(js|js\.map|d\.ts)$/.test(path),
    );
    expect(others).toEqual([
      "CHANGELOG.md",
      "LICENSE",
      "README.md",
      "dist/openapi.json",
      "dist/openapi.yaml",
      "package.json",
    ]);
  });

  test("has declarations and a source map for every module", () => {
    const modules = tarball.paths.filter((path) => path.endsWith(".js"));
    expect(modules).toContain("dist/index.js");
    for (const path of modules) {
      expect(tarball.paths).toContain(path.replace(/\.js$/, ".d.ts"));
      expect(tarball.paths).toContain(`${path}.map`);
    }
  });

  test("has the sources of every source map in the map", () => {
    const maps = tarball.paths.filter((path) => path.endsWith(".map"));
    expect(maps).not.toEqual([]);
    for (const path of maps) {
      const { sources, sourcesContent } = JSON.parse(readFileSync(unpacked(path), "utf8"));
      expect(sourcesContent).toEqual(
        sources.map((source: string) => readFileSync(join(root, path, "..", source), "utf8")),
      );
    }
  });

  test("has declarations that need nothing but the package and its dependency", () => {
    const declarations = tarball.paths.filter((path) => path.endsWith(".d.ts"));
    expect(declarations).not.toEqual([]);
    for (const path of declarations) {
      const text = readFileSync(unpacked(path), "utf8");
      expect(text).not.toMatch(/\/\/\/ <reference/);
      for (const [, name = ""] of text.matchAll(/(?:from |import\()"([^"]+)"/g)) {
        if (name.startsWith(".")) {
          expect(tarball.paths).toContain(join(path, "..", name).replace(/\.js$/, ".d.ts"));
        } else {
          expect(Object.keys(manifest.dependencies)).toContain(name);
        }
      }
    }
  });

  test("has the same contract as YAML and as JSON, in one document", () => {
    const yaml = parse(readFileSync(unpacked("dist/openapi.yaml"), "utf8"));
    const json = readFileSync(unpacked("dist/openapi.json"), "utf8");
    expect(yaml).toEqual(JSON.parse(json));
    expect(Object.keys(yaml.paths)).toContain("/unified/crm/contacts/{id}");
    expect([...json.matchAll(/"\$ref":"(?!#)[^"]*"/g)]).toEqual([]);
  });

  test("has no complaint from publint", async () => {
    const { buffer, byteOffset, byteLength } = tarball.bytes;
    const bytes = new Uint8Array(buffer, byteOffset, byteLength).slice().buffer;
    const { messages, pkg } = await publint({ pack: { tarball: bytes }, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg ?? {}, { color: false }))).toEqual([]);
  });

  test("has types that resolve for every ESM user, as Are The Types Wrong sees it", async () => {
    const cli = createRequire(import.meta.url).resolve("@arethetypeswrong/cli/package.json");
    // The contract in YAML is data, which no import resolves to.
    const args = ["--profile=esm-only", "--exclude-entrypoints=./openapi.yaml", "--no-emoji", "--no-color"];
    const { exitCode, stdout } = await execa(
      process.execPath,
      [join(cli, "../dist/index.js"), tarball.file, ...args],
      { reject: false },
    );
    expect(exitCode, stdout).toBe(0);
  });

  test("is within its budget of bytes", () => {
    expect(tarball.bytes.length).toBeLessThanOrEqual(budget.tarballBytes);
  });
});

test("a fresh install has one dependency, and three packages in all", async () => {
  const { stdout } = await execa("npm", ["ls", "--omit=dev", "--all", "--parseable"], { cwd: root });
  expect(Object.keys(manifest.dependencies)).toEqual(["openapi-fetch"]);
  expect(stdout.split("\n")).toHaveLength(budget.packages);
});

test("a program that makes one delete is within its budget of bytes", async () => {
  const { gzip, gzipOfAll } = await bundleBytes();
  expect(gzip).toBeLessThanOrEqual(budget.bundleGzipBytes);
  expect(gzipOfAll).toBeLessThanOrEqual(budget.wholeBundleGzipBytes);
});

test("the types of a program that makes one delete are within their budget of instantiations", async () => {
  expect(await instantiations()).toBeLessThanOrEqual(budget.typeInstantiations);
});

test("the report of the public declarations is up to date", async () => {
  const advice =
    "the public declarations have changed: run `npx tsx scripts/api-report.ts`, review the report and commit it";
  expect(await apiReportChanged({ update: false }), advice).toBe(false);
});

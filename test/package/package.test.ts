import { readFileSync } from "node:fs";
import { mkdtemp, rm, symlink, unlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, posix } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { execa } from "execa";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { parse } from "yaml";
import { bundleBytes } from "../../scripts/bench/measures/bundle.js";
import { instantiations } from "../support/instantiations.js";
import { pack, type Tarball } from "../support/pack.js";

/** The package's budgets. */
const budget = {
  tarballBytes: 240_000,
  packages: 3,
  /** Size of a program that makes one delete, minified and gzipped, with all dependencies. One more method must fit in. */
  bundleGzipBytes: 11_000,
  /** Type instantiations of that program. */
  typeInstantiations: 600,
};

// The compilers that are started here need more time on a busy machine.
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
  test("has the entries as ESM and CommonJS, their declarations, the contract, the documents, and nothing else", () => {
    const isGuide = (path: string) => /^(src\/\w+|openapi|scripts\/bench)\/README\.md$/.test(path);
    const isCode = (path: string) => /^dist\/[\w-]+(\.js|\.cjs|\.d\.ts|\.d\.cts)$/.test(path);
    const others = tarball.paths.filter((path) => !isCode(path) && !isGuide(path));
    expect(others).toEqual([
      "CHANGELOG.md",
      "LICENSE",
      "README.md",
      "SECURITY.md",
      "dist/durable.sql",
      "dist/openapi.json",
      "dist/openapi.yaml",
      "dist/prism.yaml",
      "package.json",
    ]);
  });

  test("has each entry as an ES module and as CommonJS, both with declarations", () => {
    for (const [entry, conditions] of Object.entries<Record<string, Record<string, string>>>(
      manifest.exports,
    )) {
      if (typeof conditions === "string") continue;
      expect(Object.keys(conditions), entry).toEqual(["module-sync", "import", "require"]);
      for (const file of Object.values(conditions).flatMap((condition) => Object.values(condition))) {
        expect(tarball.paths).toContain(file.replace("./", ""));
      }
    }
    const entries = Object.keys(manifest.exports).filter((entry) => manifest.exports[entry].require);
    expect([".", ...Object.keys(manifest.typesVersions["*"]).map((name) => `./${name}`)]).toEqual(entries);
  });

  test("has readable code where a stack trace points", () => {
    const code = readFileSync(unpacked("dist/transport.js"), "utf8");
    const lines = code.split("\n").filter((line) => !/^(import|export) /.test(line));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(300);
    expect(code).toContain("async function send(client, request, options, read)");
  });

  test("has a main entry that imports no package", () => {
    for (const file of ["dist/index.js", "dist/transport.js"]) {
      for (const [, name] of readFileSync(unpacked(file), "utf8").matchAll(/^import .* from "([^"]+)"/gm)) {
        expect(name).toMatch(/^\.\//);
      }
    }
  });

  test("has a command that runs without a dependency", async () => {
    const command = unpacked(manifest.bin["truto-crm-client"]);
    const { stdout } = await execa(process.execPath, [command, "--version"]);
    expect(stdout).toBe(manifest.version);
  });

  test("has declarations that need only the package, its dependency and the engine of ./durable", () => {
    const declarations = tarball.paths.filter((path) => /\.d\.c?ts$/.test(path));
    expect(declarations).not.toEqual([]);
    for (const path of declarations) {
      const text = readFileSync(unpacked(path), "utf8");
      expect(text).not.toMatch(/\/\/\/ <reference/);
      for (const [, name = ""] of text.matchAll(/(?:from |import\()"([^"]+)"/g)) {
        if (name.startsWith(".")) {
          expect(tarball.paths).toContain(posix.join(path, "..", name).replace(/\.(c?)js$/, ".d.$1ts"));
        } else {
          const engine = path.startsWith("dist/durable.") ? ["@dbos-inc/dbos-sdk"] : [];
          expect([...Object.keys(manifest.dependencies), ...engine]).toContain(name);
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

  test("passes publint", async () => {
    const { buffer, byteOffset, byteLength } = tarball.bytes;
    const bytes = new Uint8Array(buffer, byteOffset, byteLength).slice().buffer;
    const { messages, pkg } = await publint({ pack: { tarball: bytes }, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg ?? {}, { color: false }))).toEqual([]);
  });

  test("passes Are The Types Wrong", async () => {
    const cli = createRequire(import.meta.url).resolve("@arethetypeswrong/cli/package.json");
    // The contracts in YAML are data, which no import resolves to.
    const args = [
      "--profile=node16",
      "--exclude-entrypoints=./openapi.yaml",
      "--exclude-entrypoints=./prism.yaml",
      "--no-emoji",
      "--no-color",
    ];
    const { exitCode, stdout } = await execa(
      process.execPath,
      [join(cli, "../dist/index.js"), tarball.file, ...args],
      { reject: false },
    );
    expect(exitCode, stdout).toBe(0);
  });

  test.each(["mock.js", "mock.cjs"])(
    "has a mock that works with Prism, and else says what to install: %s",
    async (file) => {
      const program = `import("${pathToFileURL(unpacked(`dist/${file}`))}").then(async ({ createMockFetch }) => {
      const mock = await createMockFetch();
      const { status } = await mock("https://api.truto.one/unified/crm/contacts/1", { method: "DELETE" });
      console.log(status);
    }).catch(({ message }) => console.log(message));`;
      const run = async () => (await execa(process.execPath, ["--eval", program])).stdout;
      const prism = `@stoplight/prism-http@${manifest.devDependencies["@stoplight/prism-http"]}`;
      expect(await run()).toBe(`The mock needs Prism: npm install --save-dev ${prism}`);
      await symlink(join(root, "node_modules"), join(folder, "node_modules"), "junction");
      expect(await run()).toBe("401");
      await unlink(join(folder, "node_modules"));
    },
  );

  test("is within its budget of bytes", () => {
    expect(tarball.bytes.length).toBeLessThanOrEqual(budget.tarballBytes);
  });
});

test("a fresh install has one dependency, and three packages in all", () => {
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  const installed = Object.values<Record<string, unknown>>(packages).filter(
    ({ dev, devOptional, optional, peer }) => !dev && !devOptional && !optional && !peer,
  );
  expect(Object.keys(manifest.dependencies)).toEqual(["openapi-fetch"]);
  expect(installed).toHaveLength(budget.packages);
});

test("a program that makes one delete is within its budget of bytes", async () => {
  const gzip = await bundleBytes();
  expect(gzip).toBeLessThanOrEqual(budget.bundleGzipBytes);
});

test("the types of a program that makes one delete are within their budget of instantiations", async () => {
  expect(await instantiations()).toBeLessThanOrEqual(budget.typeInstantiations);
});

test("the public declarations match the reviewed snapshot (review the change, then update it with -u)", async () => {
  const entries = tarball.paths.filter((path) => path.endsWith(".d.ts"));
  const text = entries.map((path) => `// ${path}\n${readFileSync(unpacked(path), "utf8")}`).join("\n");
  await expect(text).toMatchFileSnapshot("declarations.snap.d.txt");
});

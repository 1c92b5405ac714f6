import { cp } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { beforeAll, expect, inject, test } from "vitest";
import { createUserProject, type UserProject } from "../support/user-project.js";
import { program, tool } from "./programs.js";

/** The output of the program if each copy recognizes the errors and the default account of the other. */
const asOne = {
  refused: ["TrutoError", "TrutoApiError"],
  invalid: ["TrutoError", "TrutoInputError"],
  other: [],
  apiError: true,
  run: { outcomes: ["deleted", "gone", "deleted", "failed"], ended: 401 },
  requests: ["gone", "gone", "1", "gone", "429", "429", "401"].map((id) => `account/${id}`),
};

/** A project with an application as an ES module and its dependency in CommonJS. */
async function createApplication(folder: string): Promise<UserProject> {
  const user = await createUserProject(folder);
  await user.add(program("two-copies/app.mjs"));
  await user.write("node_modules/dependency/package.json", JSON.stringify({ main: "dependency.cjs" }));
  await user.add(program("two-copies/dependency.cjs"), "node_modules/dependency/dependency.cjs");
  return user;
}

const bundled = async (user: UserProject) => JSON.parse(await user.node(["bundle/app.mjs"]));

test("the CommonJS copy and the ES module copy in a bundle of esbuild recognize each other's errors and clients", async () => {
  const user = await createApplication(join(inject("workshop"), "two-copies-esbuild"));
  await build({
    entryPoints: [join(user.folder, "app.mjs")],
    bundle: true,
    platform: "node",
    format: "esm",
    outfile: join(user.folder, "bundle/app.mjs"),
    logLevel: "silent",
  });
  expect(await bundled(user)).toEqual({ copies: 2, ...asOne });
});

test("a bundle of Vite works with any number of copies", async () => {
  const user = await createApplication(join(inject("workshop"), "two-copies-vite"));
  const config = `export default {
    build: { ssr: "app.mjs", outDir: "bundle", rollupOptions: { output: { entryFileNames: "app.mjs" } } },
    ssr: { noExternal: true },
  };`;
  await user.write("vite.config.js", config);
  await user.node([tool("vite/bin/vite.js"), "build"]);
  expect(await bundled(user)).toMatchObject(asOne);
});

test("a bundle of Rollup works with any number of copies", async () => {
  const user = await createApplication(join(inject("workshop"), "two-copies-rollup"));
  const config = `import commonjs from "@rollup/plugin-commonjs";
    import { nodeResolve } from "@rollup/plugin-node-resolve";
    export default { input: "app.mjs", plugins: [nodeResolve(), commonjs()], output: { file: "bundle/app.mjs" } };`;
  await user.write("rollup.config.js", config);
  await user.node([tool("rollup/dist/bin/rollup"), "--config", "--silent"]);
  expect(await bundled(user)).toMatchObject(asOne);
});

let nested: UserProject;
beforeAll(async () => {
  nested = await createApplication(join(inject("fresh"), "two-copies"));
});

test("two installed copies recognize each other's errors and clients", async () => {
  const installed = join(inject("fresh"), "node_modules/truto-crm-client");
  const copy = join(nested.folder, "node_modules/dependency/node_modules/truto-crm-client");
  await cp(installed, copy, { recursive: true });
  expect(JSON.parse(await nested.node(["app.mjs"]))).toEqual({ copies: 2, ...asOne });
});

test("modules that Jest reloads recognize the errors of the earlier ones", async () => {
  const user = await createUserProject(join(inject("workshop"), "two-copies-jest"), {});
  await user.add(program("two-copies/reset-modules.js"), "reset-modules.test.js");
  await user.node([tool("jest/bin/jest.js"), "--ci", "--cacheDirectory=.cache"]);
});

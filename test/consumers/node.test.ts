import { basename, join } from "node:path";
import { beforeAll, expect, inject, test } from "vitest";
import { createUserProject, type UserProject } from "../support/user-project.js";
import { program, success } from "./programs.js";

// Tests what Node loads if only the package is installed.
let user: UserProject;

beforeAll(async () => {
  user = await createUserProject(join(inject("fresh"), "node"));
});

const run = async (name: string) => {
  await user.add(program(name));
  return JSON.parse(await user.node([name], { TRUTO_BASE_URL: inject("mock") }));
};

test("a fresh install has three packages", async () => {
  const paths = (await user.npm("ls", "--all", "--parseable", `--prefix=${inject("fresh")}`))
    .split("\n")
    .slice(1);
  expect(paths.map((path) => basename(path)).sort()).toEqual([
    "openapi-fetch",
    "openapi-typescript-helpers",
    "truto-crm-client",
  ]);
});

test("an ES module in JavaScript imports the package", async () => {
  expect(await run("esm-javascript.js")).toEqual(success);
});

test("a CommonJS module requires the package", async () => {
  expect(await run("commonjs.cjs")).toEqual(success);
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { createUserProject, type UserProject } from "../support/user-project.js";
import { program, success, tool } from "./programs.js";

const { dependencies } = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8"));

/** Before 5.8, CommonJS could not require an ES module under `nodenext`. 6 deprecates `node10`, and 7 removes it. */
const node10 = ["--module", "commonjs", "--moduleResolution", "node10"];
const nodenext = ["--module", "nodenext"];

/** Each TypeScript by the name it is installed under, with the options of its CommonJS users. */
const compilers = [
  { name: "typescript-5.4", commonJs: node10 },
  { name: "typescript-5.6", commonJs: node10 },
  { name: "typescript", commonJs: nodenext },
  { name: "typescript-6", commonJs: nodenext },
  { name: "typescript-7", commonJs: nodenext },
];

/** Users on Node have no types of the DOM; users of a bundler have none of Node. */
const node = ["--target", "es2022", "--lib", "es2022", "--types", "node"];
const web = ["--target", "es2022", "--lib", "es2022,dom,dom.iterable", "--typeRoots", "none"];

const strictest = [
  ...["--noEmit", "--skipLibCheck", "false"],
  ...["--strict", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess"],
];

let user: UserProject;
const tsc = (name: string, ...args: string[]) => user.node([tool(`${name}/bin/tsc`), ...args]);

beforeAll(async () => {
  user = await createUserProject(join(inject("workshop"), "typescript"));
  await user.add(program("surface.ts"));
  await user.add(program("commonjs-types.ts"), "commonjs-types.cts");
});

describe.each(
  compilers.map(
    ({ name, commonJs }) => [dependencies[name].replace("npm:typescript@", ""), name, commonJs] as const,
  ),
)("TypeScript %s", (_, name, commonJs) => {
  test("compiles every public type with nodenext", async () => {
    await tsc(name, ...strictest, ...nodenext, ...node, "surface.ts");
  });

  test("compiles every public type with bundler", async () => {
    await tsc(
      name,
      ...strictest,
      "--module",
      "esnext",
      "--moduleResolution",
      "bundler",
      ...web,
      "surface.ts",
    );
  });

  test.each([
    ["without strict", ["--strict", "false"]],
    ["with strictNullChecks alone", ["--strict", "false", "--strictNullChecks"]],
  ])("compiles every public type %s", async (_, options) => {
    await tsc(name, "--noEmit", "--skipLibCheck", ...options, ...nodenext, ...node, "surface.ts");
  });

  test("compiles a CommonJS module", async () => {
    await tsc(name, ...strictest, ...commonJs, ...node, "commonjs-types.cts");
  });
});

test("a compiled ES module runs", async () => {
  await user.add(program("esm-typescript.ts"));
  await tsc("typescript", "--strict", ...nodenext, ...node, "esm-typescript.ts");
  const output = await user.node(["esm-typescript.js"], { TRUTO_BASE_URL: inject("mock") });
  expect(JSON.parse(output)).toEqual(success);
});

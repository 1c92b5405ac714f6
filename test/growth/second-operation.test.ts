import { cp, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addMethod, addToContract } from "./add-operations.js";

const parts = [
  ...["openapi", "generated", "src", "scripts", "test", ".changeset", ".gitignore", "biome.json"],
  ...[
    "package.json",
    "package-lock.json",
    "redocly.yaml",
    "tsconfig.json",
    "tsdown.config.ts",
    "vitest.config.ts",
  ],
  ...["README.md", "CHANGELOG.md", "SECURITY.md", "LICENSE"],
];
const leftOut = ["node_modules", "work"];

let project: string;

/** Runs a command line in the copy. */
async function run(command: string): Promise<void> {
  const [file = "", ...args] = command.split(" ");
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, NO_COLOR: "1" };
  const { exitCode, all } = await execa(file, args, {
    ...{ cwd: project, env, extendEnv: false },
    ...{ all: true, reject: false, stdin: "ignore" },
  });
  expect(exitCode, all).toBe(0);
}

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), "second-operation-"));
  const filter = (path: string) => !leftOut.includes(basename(path));
  for (const part of parts) await cp(part, join(project, part), { recursive: true, filter });
  await symlink(resolve("node_modules"), join(project, "node_modules"), "junction");
  await addToContract(project);
  await run("npm run generate");
  await addMethod(project);
  await cp("test/growth/calls.txt", join(project, "test/wire/second-operation.test.ts"));
  await run("npm run format");
});
afterAll(() => rm(project, { recursive: true }));

describe("the repository with GET and POST in the contract and with contacts.get in the client", {
  timeout: 900_000,
}, () => {
  test.each([
    "npm run lint",
    "npm run generate -- --check",
    "npm run typecheck",
    "npx vitest run --project unit --project wire --project contract --project types --project cli",
    "npx vitest run --project package -u",
    "npx vitest run --project scripts --project package",
    "npm run coverage:contract",
    "npm run spec:diff",
  ])("passes %s after editing only the files that CONTRIBUTING names", run);
});

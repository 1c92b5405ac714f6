import { cp, mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { createUserProject, type UserProject } from "../support/user-project.js";
import { program, tool } from "./programs.js";

let user: UserProject;

beforeAll(async () => {
  user = await createUserProject(join(inject("fresh"), "declarations"));
  await installAsPnpm(user.folder, join(inject("fresh"), "node_modules"));
  await user.add(program("declarations.ts"));
  await user.add(program("api-methods.ts"));
});

/** Arranges packages as pnpm does: each beside its own dependencies, and only this package at the top. */
async function installAsPnpm(folder: string, installed: string): Promise<void> {
  const store = (name: string) => join(folder, "node_modules/.pnpm", `${name}@0.0.0`, "node_modules");
  const uses = {
    "truto-crm-client": "openapi-fetch",
    "openapi-fetch": "openapi-typescript-helpers",
    "openapi-typescript-helpers": undefined,
  };
  for (const [name, dependency] of Object.entries(uses)) {
    await cp(join(installed, name), join(store(name), name), { recursive: true });
    if (dependency) await symlink(join(store(dependency), dependency), join(store(name), dependency));
  }
  await mkdir(join(folder, "node_modules"), { recursive: true });
  const name = "truto-crm-client";
  await symlink(join(store(name), name), join(folder, "node_modules", name));
}

const modules = [
  ["--module", "nodenext"],
  ["--module", "esnext", "--moduleResolution", "bundler"],
];
const options = ["--strict", "--target", "es2022", "--lib", "es2022,dom,dom.iterable"];
const emit = ["--declaration", "--emitDeclarationOnly", "--outDir", "out"];

describe.each(["typescript-5.4", "typescript", "typescript-7"])("%s", (compiler) => {
  const tsc = (...args: string[]) => user.node([tool(`${compiler}/bin/tsc`), ...options, ...args]);

  test.each(modules)(
    "writes declarations of a user's program that compile on their own: %s %s",
    async (...module) => {
      await tsc("declarations.ts", ...module, ...emit);
      expect(await tsc("out/declarations.d.ts", ...module, "--noEmit")).toBe("");
    },
  );

  test("writes inferred types of openapi-fetch's methods", async () => {
    await tsc("api-methods.ts", "--module", "nodenext", ...emit);
  });
});

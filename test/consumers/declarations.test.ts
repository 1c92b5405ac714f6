import { cp, mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, inject, test } from "vitest";
import { createUserProject, type UserProject } from "../support/user-project.js";
import { program, tool } from "./programs.js";

let user: UserProject;

beforeAll(async () => {
  user = await createUserProject(join(inject("fresh"), "declarations"));
  await installAsPnpm(user.folder, join(inject("fresh"), "node_modules"));
  await user.add(program("declarations.ts"));
});

/** Lays packages out as pnpm does: each beside its own dependencies, and only the package at the top. */
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

test.each(["typescript-5.4", "typescript", "typescript-7"])(
  "%s writes the declarations of a user's program, and they compile without the program",
  async (compiler) => {
    const tsc = (...args: string[]) => user.node([tool(`${compiler}/bin/tsc`), ...args]);
    const options = ["--strict", "--target", "es2022", "--lib", "es2022,dom,dom.iterable"];
    for (const modules of [
      ["--module", "nodenext"],
      ["--module", "esnext", "--moduleResolution", "bundler"],
    ]) {
      await tsc(
        "declarations.ts",
        ...options,
        ...modules,
        "--declaration",
        "--emitDeclarationOnly",
        "--outDir",
        "out",
      );
      expect(await tsc("out/declarations.d.ts", ...options, ...modules, "--noEmit")).toBe("");
    }
  },
);

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";

const programs = fileURLToPath(new URL("programs", import.meta.url));

/** One thing that a user does with the package; it throws when that does not work. */
export type Check = { title: string; run(): Promise<void> };

/** A project of a user, in a folder of its own, with the package installed from its tarball. */
export type Project = {
  /** Where it is. */
  folder: string;
  /** Copies one of the programs into the project, where it imports the package by its name. */
  add(program: string, name?: string): Promise<void>;
  /** Runs Node in the project and gives what it printed. @throws with all of it when the command fails. */
  node(args: string[], env?: Record<string, string>): Promise<string>;
};

/** Makes a project and installs the tarball and the packages named into it. */
export async function createProject(
  folder: string,
  tarball: string,
  packages: Record<string, string> = {},
  type: "module" | "commonjs" = "module",
): Promise<Project> {
  await mkdir(folder);
  const dependencies = { "truto-crm-client": `file:${tarball}`, ...packages };
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true, type, dependencies }));
  await execa("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund"], { cwd: folder });
  return {
    folder,
    async add(program, name = program) {
      const text = await readFile(join(programs, program), "utf8");
      // In this repository the programs are checked against src/.
      await writeFile(join(folder, name), text.replace("../../../src/index.js", "truto-crm-client"));
    },
    async node(args, env = {}) {
      const options = { cwd: folder, env, all: true, reject: false, timeout: 120_000 } as const;
      const { exitCode, stdout, all } = await execa(process.execPath, args, options);
      if (exitCode !== 0) throw new Error(all || `node ${args.join(" ")} did not end well`);
      return stdout;
    },
  };
}

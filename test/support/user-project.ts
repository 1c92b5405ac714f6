import { mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { execa } from "execa";

/** A project of a user of the package. */
export interface UserProject {
  /** Its path. */
  folder: string;
  /** Copies a file into the project, where it imports the package by its name. */
  add(file: string, name?: string): Promise<void>;
  /** Writes a file into the project. */
  write(name: string, text: string): Promise<void>;
  /** Runs npm in the project. @throws with what it printed when it fails */
  npm(...args: string[]): Promise<string>;
  /** Runs Node in the project and gives what it printed. @throws with all of it when the command fails */
  node(args: string[], env?: Record<string, string>): Promise<string>;
}

/** Makes a project in a new folder. It can use the packages of the folders above it only. */
export async function createUserProject(
  folder: string,
  manifest: object = { type: "module" },
): Promise<UserProject> {
  await mkdir(folder);
  async function write(name: string, text: string): Promise<void> {
    await mkdir(join(folder, dirname(name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  await write("package.json", JSON.stringify({ name: "user-project", private: true, ...manifest }));

  async function run(command: string, args: string[], env = {}): Promise<string> {
    const options = { cwd: folder, env, all: true, reject: false, timeout: 300_000 } as const;
    const { exitCode, stdout, all } = await execa(command, args, options);
    if (exitCode !== 0) throw new Error(all || `${command} ${args.join(" ")} did not end well`);
    return stdout;
  }
  return {
    folder,
    write,
    async add(file, name = basename(file)) {
      const text = await readFile(file, "utf8");
      // In this repository the programs are checked against src/.
      const own = text.replace(/(?:\.\.\/)+src\/(\w+)(?:\/index)?\.js/g, "truto-crm-client/$1");
      await write(name, own.replaceAll("truto-crm-client/index", "truto-crm-client"));
    },
    npm: (...args) => run("npm", [...args, "--prefer-offline", "--no-audit", "--no-fund"]),
    node: (args, env) => run(process.execPath, args, env),
  };
}

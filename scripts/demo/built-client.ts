import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { execa } from "execa";
import { UserError } from "../lib/script.js";

/** What the package exports. */
export type ClientModule = typeof import("../../src/index.js");

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Builds the package and loads it as its users get it. @throws with what the build had to say when it fails. */
export async function buildClient(): Promise<ClientModule> {
  const { exitCode, all } = await execa("npm", ["run", "build", "--silent"], {
    cwd: root,
    all: true,
    reject: false,
    stdin: "ignore",
  });
  if (exitCode !== 0) throw new UserError(`The build failed:\n${all}`);
  return loadClient(`${root}/dist/index.js`);
}

/** Loads a client from a file. */
export async function loadClient(file: string): Promise<ClientModule> {
  return import(pathToFileURL(resolve(file)).href);
}

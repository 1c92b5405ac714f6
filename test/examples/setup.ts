import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";
import { pack } from "../support/pack.js";
import { createUserProject } from "../support/user-project.js";

declare module "vitest" {
  interface ProvidedContext {
    /** The folder of the example `durable-deletes`, with its dependencies and the packed package. */
    durableDeletes: string;
  }
}

/** Installs the example as a user would who copied it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "truto-examples-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const { file } = await pack(folder);
    const user = await createUserProject(join(folder, "durable-deletes"));
    const source = fileURLToPath(new URL("durable-deletes", import.meta.url));
    await cp(source, user.folder, { recursive: true, filter: (path) => !path.includes("node_modules") });
    await user.npm("ci", "--ignore-scripts");
    await user.npm("install", "--no-save", "--ignore-scripts", file);
    project.provide("durableDeletes", user.folder);
  } catch (error) {
    await remove();
    throw error;
  }
  return remove;
}

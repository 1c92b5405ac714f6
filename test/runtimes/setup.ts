import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { installLocked } from "../support/install-locked.js";
import { pack } from "../support/pack.js";
import { createUserProject } from "../support/user-project.js";
import { folder } from "./runtimes.js";

declare module "vitest" {
  interface ProvidedContext {
    /** The folder of a user's project that has only the packed package. */
    userProject: string;
  }
}

/** Installs the runtimes, and the packed package into a project of a user. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await installLocked(folder, "the runtimes (about 1 GB)");
  const temporary = await mkdtemp(join(tmpdir(), "truto-runtimes-"));
  const remove = () => rm(temporary, { recursive: true, force: true });
  try {
    const { file } = await pack(temporary);
    const user = await createUserProject(join(temporary, "project"));
    await user.npm("install", file);
    project.provide("userProject", user.folder);
  } catch (error) {
    await remove();
    throw error;
  }
  return remove;
}

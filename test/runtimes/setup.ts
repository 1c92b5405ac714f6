import { copyFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import type { TestProject } from "vitest/node";
import { pack } from "../support/pack.js";
import { createUserProject } from "../support/user-project.js";
import { folder } from "./runtimes.js";

declare module "vitest" {
  interface ProvidedContext {
    /** The folder of a user's project that has the packed package and nothing else. */
    userProject: string;
  }
}

/** Installs the runtimes, and the packed package into a project of a user. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await installRuntimes();
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

/** Installs the runtimes at the locked versions, unless that has been done. */
async function installRuntimes(): Promise<void> {
  const [wanted, done] = [
    join(folder, "package-lock.json"),
    join(folder, "node_modules/.installed-lock.json"),
  ];
  const [lock, installed] = await Promise.all([
    readFile(wanted, "utf8"),
    readFile(done, "utf8").catch(() => ""),
  ]);
  if (lock === installed) return;
  console.error("Installing the runtimes (about 1 GB) …");
  // Miniflare asks for a newer Node than this one; it runs on one of those installed here.
  const args = ["ci", "--no-engine-strict", "--prefer-offline", "--loglevel=error"];
  await execa("npm", args, { cwd: folder, timeout: 600_000 });
  await copyFile(wanted, done);
}

import { copyFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";
import type { LocalServer } from "../../src/cli/serve.js";
import { startMock } from "../support/mock-server.js";
import { pack } from "../support/pack.js";
import { createUserProject } from "../support/user-project.js";

declare module "vitest" {
  interface ProvidedContext {
    /** The folder of a project that has only the packed package. */
    fresh: string;
    /** A folder that has the packed package and every tool; each test makes its project below it. */
    workshop: string;
    /** Address of a mock of the contract that is in the package. */
    mock: string;
  }
}

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Packs the package once, installs it with the users' tools once, and starts the mock. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "truto-consumers-"));
  let mock: LocalServer | undefined;
  const tearDown = async () => {
    await mock?.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const { file, unpacked } = await pack(folder);
    mock = await startMock(join(unpacked, "dist/openapi.yaml"));
    project.provide("mock", mock.url);
    project.provide("fresh", await installFresh(join(folder, "fresh"), file));
    project.provide("workshop", await installWorkshop(join(folder, "workshop"), file));
  } catch (error) {
    await tearDown();
    throw error;
  }
  return tearDown;
}

async function installFresh(folder: string, tarball: string): Promise<string> {
  const user = await createUserProject(folder);
  await user.npm("install", tarball);
  return folder;
}

async function installWorkshop(folder: string, tarball: string): Promise<string> {
  const user = await createUserProject(folder, JSON.parse(await readFile(here("package.json"), "utf8")));
  await copyFile(here("package-lock.json"), join(folder, "package-lock.json"));
  await user.npm("ci", "--ignore-scripts");
  await user.npm("install", "--no-save", "--ignore-scripts", tarball);
  return folder;
}

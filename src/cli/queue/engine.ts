import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Refusal } from "../refusal.js";

/** The package of the engine. Its queues with a partition for each account came with version 5.3. */
const engine = { name: "@dbos-inc/dbos-sdk", major: 5, minor: 3 };

/**
 * Loads the packages of the queue. They are optional, so only users of the queue install them.
 * @throws {Refusal} that says what to install
 */
export async function loadEngine() {
  const { name, major, minor } = engine;
  const install = `npm install ${name}@${major} pg@8`;
  const found = versionOf(name);
  if (found === undefined || versionOf("pg") === undefined) {
    throw new Refusal(`the queue needs ${name} and pg, which are not installed: ${install}`);
  }
  const [foundMajor = 0, foundMinor = 0] = found.split(".").map(Number);
  if (foundMajor !== major || foundMinor < minor) {
    throw new Refusal(
      `the queue needs ${name} ${major}.${minor} or a later ${major}, not ${found}: ${install}`,
    );
  }
  // The program sets the version and the worker's id itself. With others workers would not take over from each other.
  for (const variable of ["DBOS__APPVERSION", "DBOS__VMID"]) delete process.env[variable];
  // The engine uses a feature of pg that is deprecated. The user of the command can't change that.
  process.noDeprecation = true;
  const [sdk, { default: pg }, durable] = await Promise.all([
    import("@dbos-inc/dbos-sdk"),
    import("pg"),
    import("../../durable/index.js"),
  ]);
  return { ...sdk, pg, ...durable };
}

/** The modules that the queue uses. */
export type Engine = Awaited<ReturnType<typeof loadEngine>>;

/** The version of a package, if it is installed. Not every package exports its package.json, so it is found from its code. */
function versionOf(name: string): string | undefined {
  try {
    let folder = dirname(createRequire(import.meta.url).resolve(name));
    while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
    const { version }: { version: string } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    return version;
  } catch {
    return undefined;
  }
}

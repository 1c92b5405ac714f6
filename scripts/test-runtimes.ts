import { copyFile, readFile } from "node:fs/promises";
import { execa } from "execa";
import { folder, type Runtime, runtimes } from "../test/runtimes/runtimes.js";
import { startServer } from "../test/runtimes/server.js";
import { command, script, UserError } from "./lib/script.js";

const options = command("npx tsx scripts/test-runtimes.ts")
  .description(
    "Builds the package and runs the suite in test/runtimes on every runtime it supports. " +
      "Installs the runtimes into test/runtimes/node_modules, and Debian's Chromium, when they are missing.",
  )
  .option("--only <names>", `only these: ${Object.keys(runtimes).join(", ")}`);

interface Row {
  title: string;
  version: string;
  passed: number;
  problems: string[];
}

/** Installs the runtimes at the locked versions, unless that has been done. */
async function install(): Promise<void> {
  const [wanted, done] = [`${folder}package-lock.json`, `${folder}node_modules/.installed-lock.json`];
  const [lock, installed] = await Promise.all([
    readFile(wanted, "utf8"),
    readFile(done, "utf8").catch(() => ""),
  ]);
  if (lock === installed) return;
  console.error("Installing the runtimes (about 1 GB) …");
  // Miniflare asks for a newer Node than this one; it runs on one of those installed here.
  await execa("npm", ["ci", "--no-engine-strict", "--loglevel=error"], { cwd: folder, timeout: 600_000 });
  await copyFile(wanted, done);
}

/** Runs the suite on one runtime and a server of its own; a runtime that can't be had is a problem. */
async function run(runtime: Runtime): Promise<Row> {
  const { title, tellsRefusal } = runtime;
  const row: Row = { title, version: "-", passed: 0, problems: [] };
  const server = await startServer();
  try {
    row.version = await runtime.version();
    const { baseUrl, refusedUrl } = server;
    for (const { name, problem } of await runtime.run({ baseUrl, refusedUrl, tellsRefusal })) {
      if (problem === undefined) row.passed++;
      else row.problems.push(`${name}: ${problem}`);
    }
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    row.problems.push(row.version === "-" ? `can't be had: ${problem}` : problem);
  } finally {
    await server.close();
  }
  return row;
}

function print(rows: Row[]): void {
  const cells = rows.map(({ title, version, passed, problems }) => [
    title,
    version,
    `${passed}/${passed + problems.length}`,
  ]);
  for (const [title = "", version = "", passed = ""] of [["runtime", "version", "passed"], ...cells]) {
    console.log(title.padEnd(10), version.padEnd(16), passed);
  }
  for (const { title, problems } of rows) {
    for (const problem of problems) console.log(`\n${title}: ${problem}`);
  }
  const passed = rows.reduce((sum, row) => sum + row.passed, 0);
  const failed = rows.reduce((sum, row) => sum + row.problems.length, 0);
  console.log(`\n${passed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
}

script(import.meta.url, options, async ({ only }) => {
  const names = only?.split(",") ?? Object.keys(runtimes);
  const unknown = names.filter((name) => !Object.hasOwn(runtimes, name));
  if (unknown.length > 0) throw new UserError(`No such runtime: ${unknown.join(", ")}. See --help.`);
  await install();
  await execa("npm", ["run", "build"]);
  const rows: Row[] = [];
  for (const name of names) {
    const runtime = runtimes[name];
    if (!runtime) continue;
    console.error(`Running on ${runtime.title} …`);
    rows.push(await run(runtime));
  }
  print(rows);
});

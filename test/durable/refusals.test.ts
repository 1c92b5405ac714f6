import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BuiltCommand, buildCommand } from "../cli/child.js";
import { token } from "../support/client.js";
import { type Postgres, startPostgres } from "../support/postgres.js";
import { accounts } from "./fleet.js";

const commands = {
  enqueue: ["enqueue", "--from", "-", "--account", accounts[0] ?? "", "--run", "name"],
  work: ["work"],
  cancel: ["cancel", "--run", "name"],
  report: ["report", "--run", "name"],
};
const each = Object.entries(commands);

/** Runs the command to its end. Returns its exit code and what it printed. */
function run({ file }: BuiltCommand, args: readonly string[], databaseUrl?: string) {
  const env = { PATH: process.env.PATH, TRUTO_API_TOKEN: token, DATABASE_URL: databaseUrl };
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...args], {
    env,
    input: "101\n",
    encoding: "utf8",
  });
  return { status, printed: stdout + stderr };
}

describe.each([
  { about: "is not installed", versions: [], says: "which are not installed" },
  { about: "lacks pg", versions: [["@dbos-inc/dbos-sdk", "5.3.0"]], says: "which are not installed" },
  ...["4.9.1", "5.2.9", "6.0.0"].map((version) => ({
    about: `is version ${version}`,
    versions: [["@dbos-inc/dbos-sdk", version] as const, ["pg", "8.16.0"] as const],
    says: `needs @dbos-inc/dbos-sdk 5.3 or a later 5, not ${version}`,
  })),
])("When the engine $about", ({ versions, says }) => {
  let folder: string;
  let command: BuiltCommand;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "truto-peers-"));
    for (const [name = "", version] of versions) {
      const main = join(folder, "node_modules", name, "index.js");
      await mkdir(dirname(main), { recursive: true });
      await writeFile(main, "throw new Error('loaded')");
      await writeFile(join(dirname(main), "package.json"), JSON.stringify({ name, version }));
    }
    command = await buildCommand(folder);
  });
  afterAll(() => rm(folder, { recursive: true }));

  test.each(each)("%s says what to install", (_name, args) => {
    const { status, printed } = run(command, args, "postgresql://127.0.0.1:1/none");
    expect(printed).toContain(says);
    expect(printed).toContain("npm install @dbos-inc/dbos-sdk@5 pg@8");
    expect(printed.trimEnd().split("\n")).toHaveLength(1);
    expect(status).toBe(2);
  });
});

describe("When DATABASE_URL can't be used", () => {
  let command: BuiltCommand;
  beforeAll(async () => {
    command = await buildCommand(fileURLToPath(new URL("../../node_modules", import.meta.url)));
  });
  afterAll(() => command[Symbol.asyncDispose]());

  const wrong = [
    { url: undefined, says: "DATABASE_URL is not set" },
    { url: "no address", says: "DATABASE_URL can't be read" },
    { url: "mysql://user:secret@127.0.0.1:1/name", says: "DATABASE_URL can't be read" },
    { url: "postgresql://user:secret@127.0.0.1:1/name", says: "can't be used: connect ECONNREFUSED" },
  ];
  test.each(wrong.flatMap((one) => each.map(([name, args]) => ({ ...one, name, args }))))(
    "$name with $url says: $says",
    ({ url, says, args }) => {
      const { status, printed } = run(command, args, url);
      expect(printed).toContain(says);
      expect(printed).not.toContain("secret");
      expect(printed.trimEnd().split("\n")).toHaveLength(1);
      expect(status).toBe(2);
    },
  );
});

describe("Where the database refuses the connection", () => {
  let command: BuiltCommand;
  let postgres: Postgres;
  beforeAll(async () => {
    command = await buildCommand(fileURLToPath(new URL("../../node_modules", import.meta.url)));
    postgres = await startPostgres();
    await postgres.psql("-c", "CREATE ROLE guarded LOGIN PASSWORD 'secret'");
    const settings = await postgres.psql("-Atc", "SHOW hba_file");
    await writeFile(settings, "host all guarded all scram-sha-256\nhost all all all trust\n");
    await postgres.psql("-c", "SELECT pg_reload_conf()");
  });
  afterAll(async () => {
    await postgres[Symbol.asyncDispose]();
    await command[Symbol.asyncDispose]();
  });

  const refused = [
    { url: { username: "guarded", password: "wrong-secret" }, says: "password authentication failed" },
    { url: { username: "guarded" }, says: "it asks for a password" },
    { url: { username: "guarded", password: "secret" }, says: "permission denied" },
    { url: { username: "nobody", password: "a-secret" }, says: 'role "nobody" does not exist' },
    { url: { pathname: "/nowhere", password: "a-secret" }, says: 'database "nowhere" does not exist' },
    { url: { hostname: "nowhere.invalid", password: "a-secret" }, says: "nowhere.invalid" },
  ];
  test.each(refused.flatMap((one) => each.map(([name, args]) => ({ ...one, name, args }))))(
    "$name says of $url that $says",
    ({ url, says, args }) => {
      const address = new URL(postgres.url);
      Object.assign(address, url);
      const { status, printed } = run(command, args, address.href);
      expect(printed).toContain(says);
      expect(printed).toContain("the database in DATABASE_URL can't be used");
      expect(printed).not.toContain("secret");
      expect(printed.trimEnd().split("\n")).toHaveLength(1);
      expect(status).toBe(2);
    },
  );

  test.each([
    ["work", commands.work],
    ["enqueue", commands.enqueue],
  ])("%s says which right it lacks", async (_name, args) => {
    // Makes the engine's tables.
    run(command, commands.report, postgres.url);
    const grants = ["USAGE ON SCHEMA dbos", "SELECT ON ALL TABLES IN SCHEMA dbos"];
    for (const grant of grants) await postgres.psql("-c", `GRANT ${grant} TO guarded`);
    const address = new URL(postgres.url);
    Object.assign(address, { username: "guarded", password: "secret" });
    const { status, printed } = run(command, args, address.href);
    expect(printed).toContain("the database in DATABASE_URL can't be used: permission denied for ");
    expect(printed.trimEnd().split("\n")).toHaveLength(1);
    expect(status).toBe(2);
  });
});

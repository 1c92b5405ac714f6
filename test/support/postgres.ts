import { randomInt } from "node:crypto";
import { once } from "node:events";
import { chown, mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { installDebianPackages } from "./system-packages.js";

/** Debian's folder of PostgreSQL, with a subfolder for each version. */
const versions = "/usr/lib/postgresql";

/** A running PostgreSQL; `await using` stops it and removes its data. */
export interface Postgres extends AsyncDisposable {
  /** Address of its database. */
  readonly url: string;
  /** Runs psql on the database and returns what it printed. */
  psql(...args: string[]): Promise<string>;
  /** Ends all connections at once, and answers no more. */
  stop(): Promise<void>;
  /** Ends all connections at once, starts it anew on the same data, and resolves when it answers. */
  restart(): Promise<void>;
}

/** Starts a PostgreSQL of Debian's package on a free port of this machine, with its data in a temporary folder. */
export async function startPostgres(): Promise<Postgres> {
  const bin = await programs();
  const owner = await ownerOfData();
  const folder = await mkdtemp(join(tmpdir(), "truto-postgres-"));
  if (owner) await chown(folder, owner.uid, owner.gid);
  const data = join(folder, "data");
  const options = { ...owner, cwd: folder };
  await execa(join(bin, "initdb"), ["--auth=trust", "--username=postgres", "--no-sync", data], options);
  const port = await freePort();
  const host = "127.0.0.1";
  const settings = [
    `port=${port}`,
    `listen_addresses=${host}`,
    `unix_socket_directories=${folder}`,
    "fsync=off",
  ];
  const args = ["-D", data, ...settings.flatMap((setting) => ["-c", setting])];
  const start = () => execa(join(bin, "postgres"), args, { ...options, reject: false });
  let server = start();
  const url = `postgresql://postgres@${host}:${port}/postgres`;

  async function psql(...more: string[]): Promise<string> {
    const { stdout } = await execa(join(bin, "psql"), ["--no-psqlrc", "-v", "ON_ERROR_STOP=1", url, ...more]);
    return stdout;
  }
  async function stop(): Promise<void> {
    server.kill("SIGINT");
    await server;
  }
  async function restart(): Promise<void> {
    await stop();
    server = start();
    await untilReady();
  }
  async function remove(): Promise<void> {
    server.kill("SIGQUIT");
    await server;
    await rm(folder, { recursive: true });
  }
  async function untilReady(): Promise<void> {
    while ((await execa(join(bin, "pg_isready"), ["-d", url], { reject: false })).exitCode !== 0) {
      if (server.exitCode !== null) throw new Error(`PostgreSQL did not start: ${(await server).stderr}`);
      await sleep(100);
    }
  }
  await untilReady();
  return { url, psql, stop, restart, [Symbol.asyncDispose]: remove };
}

/** The folder of PostgreSQL's programs, which Debian keeps off the PATH. */
async function programs(): Promise<string> {
  const find = () => readdir(versions).catch((): string[] => []);
  if ((await find()).length === 0) await installDebianPackages(["postgresql"]);
  const newest = (await find()).sort((a, b) => Number(a) - Number(b)).at(-1);
  if (!newest) throw new Error(`There is no PostgreSQL in ${versions}`);
  return join(versions, newest, "bin");
}

/** As PostgreSQL refuses to run as root, it runs as the user of its package. */
async function ownerOfData(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const [uid, gid] = await Promise.all(
    ["-u", "-g"].map(async (flag) => Number((await execa("id", [flag, "postgres"])).stdout)),
  );
  return { uid: uid ?? 0, gid: gid ?? 0 };
}

/** A free port that no system gives away by itself, so that it stays free until PostgreSQL takes it, also when it restarts. */
async function freePort(): Promise<number> {
  const port = randomInt(20_000, 30_000);
  const server = createServer().listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch {
    return freePort();
  }
  server.close();
  await once(server, "close");
  return port;
}

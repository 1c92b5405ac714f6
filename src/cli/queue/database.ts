import type { DBOSClient } from "@dbos-inc/dbos-sdk";
import { sleep } from "../../transport/deadline.js";
import { Refusal } from "../refusal.js";
import type { Surroundings } from "../surroundings.js";
import { messageOf, printable } from "../text.js";
import type { Engine } from "./engine.js";

/** The name under which the command's queue is an application of the engine. */
export const applicationName = "truto-crm-client";

/** Milliseconds that the database may take for an answer. */
export const patience = 10_000;

const silent = () => {};

/** A silent log for the engine; the command itself reports what users need. */
export const silentLogger = { info: silent, debug: silent, warn: silent, error: silent };

/** The queue in its database. */
export interface Queue extends AsyncDisposable {
  readonly url: string;
  readonly client: DBOSClient;
}

/**
 * Connects to the queue in the database that DATABASE_URL names, and makes its tables where they are missing.
 * @throws {Refusal} when there is no such database
 */
export async function openQueue(engine: Engine, { env }: Surroundings): Promise<Queue> {
  const { DATABASE_URL: url } = env;
  if (!url || !isAddress(url)) {
    const cause = url ? "can't be read" : "is not set";
    throw new Refusal(
      `DATABASE_URL ${cause}: put the address of a PostgreSQL database there, such as postgresql://user:password@host/name`,
    );
  }
  try {
    await migrate(engine, url);
  } catch (error) {
    throw unusable(error);
  }
  const client = await engine.DBOSClient.create({
    systemDatabaseUrl: url,
    // In the database of an application, the application's own workers delete.
    applicationName: await ownerOf(engine, url),
    logger: silentLogger,
  });
  return { url, client, [Symbol.asyncDispose]: () => client.destroy() };
}

/** Says why a database can't be used, in its own words if there are any. */
export function unusable(error: unknown): Refusal {
  const message = messageOf(error instanceof AggregateError ? error.errors[0] : error);
  const reason = message.includes("client password must be") ? "it asks for a password" : message;
  return new Refusal(`the database in DATABASE_URL can't be used: ${printable(reason)}`);
}

function isAddress(text: string): boolean {
  return URL.canParse(text) && ["postgres:", "postgresql:"].includes(new URL(text).protocol);
}

/** Creates or updates the engine's tables. One process does so at a time, as two would block each other. */
async function migrate({ DBOS, pg }: Engine, url: string): Promise<void> {
  const lock = new pg.Client({ connectionString: url, connectionTimeoutMillis: patience });
  // An error of the connection also rejects the query under way.
  lock.on("error", silent);
  const { log } = console;
  try {
    await lock.connect();
    // Waiting inside the query would block the other process's index creation.
    const sql = "SELECT pg_try_advisory_lock(hashtextextended('truto_deletes', 2)) AS mine";
    while (!(await lock.query<{ mine: boolean }>(sql)).rows[0]?.mine) await sleep(200, undefined);
    // The engine logs on standard output, which is only for the result.
    console.log = silent;
    await DBOS.migrate(url);
  } finally {
    console.log = log;
    await lock.end();
  }
}

async function ownerOf({ DBOSClient, queueName }: Engine, url: string): Promise<string> {
  const anybody = await DBOSClient.create({ systemDatabaseUrl: url, logger: silentLogger });
  try {
    return (await anybody.retrieveQueue(queueName))?.applicationName ?? applicationName;
  } finally {
    await anybody.destroy();
  }
}

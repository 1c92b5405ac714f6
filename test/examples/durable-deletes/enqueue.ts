/**
 * Queues contacts for the workers: `npx tsx enqueue.ts RUN ACCOUNT < ids.txt`, an id a line. Run it again after a crash,
 * or with more ids: a contact that was queued under this name of a run is not queued twice.
 */
import { createInterface } from "node:readline";
import { DBOS, DBOSClient } from "@dbos-inc/dbos-sdk";
import type { Job } from "./worker.js";

const { DATABASE_URL: systemDatabaseUrl = "" } = process.env;
const [run = "", account = ""] = process.argv.slice(2);
if (!run || !account) throw new Error("Usage: npx tsx enqueue.ts RUN ACCOUNT < ids.txt");

await DBOS.migrate(systemDatabaseUrl);
const client = await DBOSClient.create({ systemDatabaseUrl, applicationName: "durable-deletes" });
for await (const contact of createInterface(process.stdin)) {
  const key = [run, account, contact].map(encodeURIComponent).join("/");
  const job: Job = { key, about: { run, account, contact }, attempt: 1, mayHaveBeenApplied: false };
  const queue = { queueName: "deletes", queuePartitionKey: account, attributes: job.about };
  await client.enqueue({ workflowName: "deleteContact", workflowID: key, ...queue }, job);
}
await client.destroy();

/** Deletes the contacts that are queued: run `npx tsx worker.ts` on as many machines as you need. */
import { randomUUID } from "node:crypto";
import { DBOS } from "@dbos-inc/dbos-sdk";
import { createTrutoClient, TrutoApiError, TrutoError } from "truto-crm-client";

const { DATABASE_URL = "", TRUTO_API_TOKEN: token = "", TRUTO_BASE_URL: baseUrl } = process.env;

/** The variable SETTINGS, in JSON, replaces any of these. */
const settings = {
  // Truto counts what arrives: 50 and 500 in 10 s. DBOS counts what starts, so ten periods leave a second for delays.
  perAccount: { limitPerPeriod: 5, periodSec: 1.1 },
  perToken: { limitPerPeriod: 50, periodSec: 1.1 },
  /** Deletes under way in this process. */
  concurrency: 10,
  /** Milliseconds for a request. */
  timeout: 30_000,
  /** When to look for what dead workers had begun: every minute. */
  takeOver: "* * * * *",
  ...JSON.parse(process.env.SETTINGS ?? "{}"),
};
const truto = createTrutoClient({ token, ...(baseUrl && { baseUrl }) });

/** One attempt to delete a contact. */
export interface Job {
  /** Run, account and contact: the id of the workflow, and the Idempotency-Key of every attempt. */
  key: string;
  about: { run: string; account: string; contact: string };
  attempt: number;
  /** Whether an attempt before this one may have deleted the contact. */
  mayHaveBeenApplied: boolean;
}

async function deleteContact(job: Job) {
  // Kept before the request is sent: where a mark is there already, a worker died, before it sent or after.
  const mine = randomUUID();
  const mark = await DBOS.runStep(async () => mine, { name: "mark" });
  const repeated = { ...job, mayHaveBeenApplied: job.mayHaveBeenApplied || mark !== mine };
  const result = await DBOS.runStep(() => send(repeated), { name: "send" });
  if (result.outcome !== "again") return result;
  // A workflow of its own: each attempt counts in the limits, and holds up no worker until it is due.
  const next = { ...job, attempt: job.attempt + 1, mayHaveBeenApplied: result.mayHaveBeenApplied };
  await DBOS.startWorkflow(deleteWorkflow, {
    workflowID: `${job.key}/${next.attempt}`,
    queueName: "deletes",
    enqueueOptions: { queuePartitionKey: job.about.account, delaySeconds: result.delaySeconds },
    workflowAttributes: job.about,
  })(next);
  return result;
}

async function send({ key, about: { account, contact }, attempt, ...job }: Job) {
  try {
    const options = { headers: { "Idempotency-Key": key }, maxRetries: 0, timeout: settings.timeout };
    await truto.contacts.delete(contact, { integrated_account_id: account }, options);
    return { outcome: "deleted" } as const;
  } catch (error) {
    if (!(error instanceof TrutoError)) throw error;
    const mayHaveBeenApplied = job.mayHaveBeenApplied || error.mayHaveBeenApplied;
    const answer = error instanceof TrutoApiError ? error : undefined;
    if (answer?.contactNotFound) return { outcome: "gone", mayHaveBeenApplied } as const;
    const mayImprove = error.attempts > 0 && attempt < 10 && (!answer || answer.status >= 500);
    const delaySeconds = answer?.retryAfter ? answer.retryAfter / 1000 : 2 ** Math.min(attempt, 9);
    if (mayImprove || answer?.status === 429)
      return { outcome: "again", mayHaveBeenApplied, delaySeconds } as const;
    return { outcome: mayHaveBeenApplied ? "unknown" : "failed", error: error.message } as const;
  }
}

/** Queues again what has been under way for longer than a request can be: its worker is dead. */
async function takeOver() {
  const dequeuedBefore = new Date(Date.now() - 2 * settings.timeout).toISOString();
  const dead = await DBOS.listWorkflows({ queueName: "deletes", status: "PENDING", dequeuedBefore });
  const ids = dead.map((workflow) => workflow.workflowID);
  await DBOS.resumeWorkflows(ids, { queueName: "deletes" });
}

const deleteWorkflow = DBOS.registerWorkflow(deleteContact);
const workflowFn = DBOS.registerWorkflow(takeOver);
// DBOS restarts at once what is under way under its own id: with a new id, all of that is left to takeOver.
const identity = { executorID: randomUUID(), applicationVersion: "1" };
DBOS.setConfig({ name: "durable-deletes", systemDatabaseUrl: DATABASE_URL, ...identity });
await DBOS.launch();
await DBOS.registerQueue("deletes", {
  partitionRateLimit: settings.perAccount,
  rateLimit: settings.perToken,
  workerConcurrency: settings.concurrency,
  minPollingIntervalMs: 200,
});
await DBOS.applySchedules([{ scheduleName: "takeOver", workflowFn, schedule: settings.takeOver }]);
process.once("SIGTERM", () => DBOS.shutdown({ workflowCompletionTimeoutMS: settings.timeout }));

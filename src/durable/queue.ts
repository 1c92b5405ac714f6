import { randomUUID } from "node:crypto";
import { checkIds, copyIds } from "../bulk/options.js";
import { copyKnown } from "../options/names.js";
import { check } from "../options/resolve.js";
import { sleep } from "../transport/deadline.js";
import {
  cancelId,
  cancelWorkflow,
  type DurableClient,
  deleteWorkflow,
  type Job,
  queueName,
  workflowId,
} from "./job.js";
import { outcomeOf, pagesOf } from "./read.js";

/** The name of a run, and the account of its contacts. */
export interface DurableRun {
  /** The name of the run. Under one name a contact is queued once. */
  run: string;
  /** The integrated account of the contacts. */
  account: string;
  /** Queues failed and unknown contacts again, once their cause is fixed. @default false */
  retryFailed?: boolean | undefined;
}

/** Contacts that are queued, or cancelled, in one step. */
const chunk = 200;

/**
 * Queues contacts to be deleted. A contact that is already queued under this run stays as it is, so an interrupted call can
 * be repeated, and several machines can queue at the same time. An array or a set is checked before any of it is queued.
 * @returns the number of contacts that were not queued before
 * @throws {TrutoInputError} for an invalid argument or id, and for a run that was cancelled
 */
export async function enqueueDeletes(
  client: DurableClient,
  run: DurableRun,
  ids: Iterable<string> | AsyncIterable<string>,
): Promise<number> {
  const about = copyKnown("option", run, ["run", "account", "retryFailed"]);
  checkIds(ids);
  const list = copyIds(ids);
  if (Array.isArray(list)) for (const id of list) workflowId(about.run, about.account, id);
  let queued = 0;
  let contacts: string[] = [];
  for await (const id of list) {
    if (contacts.push(id) < chunk) continue;
    queued += await enqueueSome(client, about, contacts);
    contacts = [];
  }
  return queued + (await enqueueSome(client, about, contacts));
}

async function enqueueSome(client: DurableClient, about: DurableRun, contacts: string[]): Promise<number> {
  const { run, account, retryFailed = false } = about;
  const jobs = new Map<string, Job>();
  for (const contact of contacts) {
    const key = workflowId(run, account, contact);
    jobs.set(key, { run, account, contact, key });
  }
  const replaced: string[] = [];
  for (const workflow of await client.listWorkflows({ workflowIDs: [cancelId(run), ...jobs.keys()] })) {
    const { workflowID } = workflow;
    const job = jobs.get(workflowID);
    check(job !== undefined, `the run ${run} was cancelled: queue what is left under another name`);
    const { outcome, isSettled, key } = await outcomeOf(client, workflow);
    if (retryFailed && isSettled && outcome !== "deleted" && outcome !== "gone") {
      replaced.push(workflowID);
      // A new key, as a server may repeat its first answer for a key. But a delete that may have been applied keeps its key.
      job.key = outcome === "unknown" ? key : `${workflowID}/${randomUUID()}`;
    } else jobs.delete(workflowID);
  }
  if (replaced.length > 0) await client.deleteWorkflows(replaced);
  const queue = { workflowName: deleteWorkflow, queueName, queuePartitionKey: account };
  await Promise.all([...jobs].map(([workflowID, job]) => client.enqueue({ ...queue, workflowID }, job)));
  return jobs.size;
}

/**
 * Cancels a run: no more of its contacts are sent, and requests under way finish. An interrupted call must be repeated.
 * @throws {TrutoInputError} if there is no such run
 * @see enqueueDeletes which queues nothing more under its name
 */
export async function cancelDeletes(client: DurableClient, run: string): Promise<void> {
  const workflowID = cancelId(run);
  // With a misspelt name the contacts of the run would still be deleted.
  await pagesOf(client, run, false).next();
  const queue = { workflowName: cancelWorkflow, queueName, queuePartitionKey: workflowID };
  await client.enqueue({ ...queue, workflowID });
  // During this wait the last requests are sent whose moments were reserved before.
  await sleep(1_000, undefined);
  // Contacts that a worker has taken are left to it, as only the worker knows which requests it sent.
  for await (const page of pagesOf(client, run, false)) {
    const waiting = page.filter(({ status }) => status === "ENQUEUED");
    await client.cancelWorkflows(waiting.map(({ workflowID }) => workflowID));
  }
}

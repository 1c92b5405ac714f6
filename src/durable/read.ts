import type { WorkflowStatus } from "@dbos-inc/dbos-sdk";
import { check } from "../options/resolve.js";
import { type DurableClient, type Job, prefixOf, type Settled } from "./job.js";

/** The outcome so far of one contact of a run. */
export interface DurableOutcome extends Settled {
  /** The contact's id, as it was queued. */
  id: string;
  account: string;
  /** The Idempotency-Key of its requests. */
  key: string;
  /** `true` if no worker will send it any more. */
  isSettled: boolean;
  /** Time of the outcome, in ms since 1970. */
  at?: number | undefined;
}

/** Workflows that are read at one time. */
const pageSize = 1_000;

/**
 * Reads the outcome so far of each contact of a run, in the order of queueing, in bounded memory.
 * @throws {TrutoInputError} if there is no such run
 */
export async function* readDeletes(
  client: DurableClient,
  run: string,
): AsyncGenerator<DurableOutcome, void, undefined> {
  for await (const page of pagesOf(client, run, true)) {
    for (const workflow of page) yield await outcomeOf(client, workflow);
  }
}

/** The workflows of a run in pages. @throws {TrutoInputError} when there is none */
export async function* pagesOf(
  client: DurableClient,
  run: string,
  isLoaded: boolean,
): AsyncGenerator<WorkflowStatus[]> {
  const prefix = prefixOf(run);
  const filter = { workflow_id_prefix: prefix, loadInput: isLoaded, loadOutput: isLoaded };
  /** The workflows of the last millisecond so far, as the next page begins with them. */
  let known = new Set<string>();
  let startTime = new Date(0).toISOString();
  let isFound = false;
  let isLast = false;
  while (!isLast) {
    const limit = pageSize + known.size;
    const page = await client.listWorkflows({ ...filter, startTime, limit });
    // Some characters of a prefix match any character in the engine.
    const own = page.filter(({ workflowID }) => workflowID.startsWith(prefix) && !known.has(workflowID));
    if (own.length > 0) yield own;
    isFound ||= own.length > 0;
    const last = page.at(-1)?.createdAt ?? 0;
    known = new Set(page.filter(({ createdAt }) => createdAt === last).map(({ workflowID }) => workflowID));
    startTime = new Date(last).toISOString();
    isLast = page.length < limit;
  }
  check(isFound, `there is no run ${run} on the queue`);
}

/** The outcome of the contact of a workflow. */
export async function outcomeOf(client: DurableClient, workflow: WorkflowStatus): Promise<DurableOutcome> {
  const { workflowID, status, input, output, error, executorId, completedAt: at } = workflow;
  const [{ account, contact: id, key }] = input as [Job];
  const about = { id, account, key, at };
  if (status === "SUCCESS") return { ...about, isSettled: true, ...(output as Settled) };
  const isSettled = status !== "ENQUEUED" && status !== "PENDING";
  // Each request is noted before it is sent.
  const attempts = (executorId && (await client.listWorkflowSteps(workflowID))?.length) || 0;
  const reason = error instanceof Error && { error: { name: error.name, message: error.message } };
  return {
    ...about,
    isSettled,
    outcome: attempts > 0 ? "unknown" : "unsent",
    attempts,
    again: !isSettled,
    ...reason,
  };
}

import type { DBOSClient } from "@dbos-inc/dbos-sdk";

/** The names under which the engine keeps the deletes; a worker of any version takes what is queued under them. */
export const queueName = "truto-deletes";
export const deleteWorkflow = "truto-delete-contact";
export const cancelWorkflow = "truto-cancel-deletes";

/** One contact to delete, as it is queued. */
export interface Job {
  run: string;
  account: string;
  contact: string;
  /** The Idempotency-Key of every attempt. */
  key: string;
}

/** What became of one contact, as it is kept. */
export interface Settled {
  /** `unsent`: no request was sent for it. */
  outcome: "deleted" | "gone" | "unknown" | "failed" | "unsent";
  /** Requests sent for it by the worker that settled it. */
  attempts: number;
  /** Whether sending it again can do better. */
  again?: boolean;
  /** Whether a request before the one that found it gone may be what deleted it. */
  mayHaveBeenApplied?: boolean;
  /** The id that the answer confirmed, where that is another. */
  confirmedId?: string;
  /** Why it is not deleted, as `TrutoError` and `TrutoApiError` have it. */
  error?: {
    name: string;
    message: string;
    status?: number | undefined;
    detail?: string | undefined;
    missingScopes?: readonly string[] | undefined;
  };
}

/** What is asked of the engine's client. */
export type DurableClient = Pick<
  DBOSClient,
  "enqueue" | "listWorkflows" | "listWorkflowSteps" | "cancelWorkflows" | "deleteWorkflows"
>;

/** The id of a contact's workflow. */
export function workflowId(run: string, account: string, contact: string): string {
  return prefixOf(run) + [account, contact].map(encodeURIComponent).join("/");
}

/** How the ids of a run's workflows begin. */
export function prefixOf(run: string): string {
  return `${encodeURIComponent(run)}/`;
}

/** The id of the workflow whose presence stops a run. */
export function cancelId(run: string): string {
  return `${encodeURIComponent(run)} cancelled`;
}

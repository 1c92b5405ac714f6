import type { DBOSClient } from "@dbos-inc/dbos-sdk";
import { check } from "../options/resolve.js";
import { encodePath } from "../transport/url.js";

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

/** The stored outcome of one contact. */
export interface Settled {
  /** `unsent`: no request was sent for it. */
  outcome: "deleted" | "gone" | "unknown" | "failed" | "unsent";
  /** Requests sent for it by the worker that settled it. */
  attempts: number;
  /** `true` if sending it again can succeed. */
  again?: boolean;
  /** `true` if an earlier request may have deleted the contact that is gone. */
  mayHaveBeenApplied?: boolean;
  /** The id in the response, if it differs. */
  confirmedId?: string;
  /** The reason why it is not deleted, with the fields of `TrutoError` and `TrutoApiError`. */
  error?: {
    name: string;
    message: string;
    status?: number | undefined;
    detail?: string | undefined;
    missingScopes?: readonly string[] | undefined;
  };
}

/** The members of the engine's client that are used. */
export type DurableClient = Pick<
  DBOSClient,
  "enqueue" | "listWorkflows" | "listWorkflowSteps" | "cancelWorkflows" | "deleteWorkflows"
>;

/** The id of a contact's workflow. @throws {TrutoInputError} for a run, an account or a contact that can't be */
export function workflowId(run: string, account: string, contact: string): string {
  return `${prefixOf(run)}${encodeName("account", account)}/${encodePath("{id}", { id: contact })}`;
}

/** The prefix of the ids of a run's workflows. */
export function prefixOf(run: string): string {
  return `${encodeName("run", run)}/`;
}

/** The id of the workflow whose presence stops a run. */
export function cancelId(run: string): string {
  return `${encodeName("run", run)} cancelled`;
}

function encodeName(name: "run" | "account", value: string): string {
  check(value !== "", `${name} is empty`);
  return encodePath(`{${name}}`, { [name]: value });
}

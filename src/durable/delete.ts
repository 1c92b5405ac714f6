import { randomUUID } from "node:crypto";
import { DBOS } from "@dbos-inc/dbos-sdk";
import { send } from "../bulk/send.js";
import type { RunClient } from "../bulk/types.js";
import { confirmedIdOf, isLimited, scopeOf, verdictOf } from "../bulk/verdicts.js";
import { TrutoApiError, type TrutoError } from "../errors.js";
import { sleep } from "../transport/deadline.js";
import { backoff } from "../transport/retry.js";
import type { Job, Settled } from "./job.js";
import { type Pace, type Turn, waitForMoment } from "./pace.js";

/** Milliseconds between two tries of a refused token or account. */
const refusalPause = 60_000;
/** A pause of at least this many ms is not caused by one contact, so the contact gets more attempts. */
const longPause = 1_000;
const mostAttempts = { usually: 3, inLongPause: 10 };

/** A pause of an account. */
export interface DurablePause {
  account: string;
  /** Milliseconds until it is asked again. */
  delay: number;
  /** The server's own words. */
  reason: TrutoError;
}

/** The objects that all deletes of a worker share. */
export interface WorkerContext {
  truto: RunClient;
  /** Milliseconds for one request. */
  timeout: number;
  pace: Pace;
  onPause(pause: DurablePause): void;
}

interface State {
  /** The number of requests sent, and how many of their failures count against the contact. */
  attempts: number;
  failures: number;
  /** `true` if an earlier request may have been applied. */
  isOpen: boolean;
}

/** Deletes one contact, with as many attempts as necessary, each at its own moment. */
export async function deleteContact(shared: WorkerContext, job: Job): Promise<Settled> {
  const state: State = { attempts: 0, failures: 0, isOpen: false };
  let notedAt = Number.NEGATIVE_INFINITY;
  let settled: Settled | undefined;
  while (!settled) {
    const turn = await shared.pace.turn(job);
    // A note that takes so long that the moment is missed still holds at the next moment.
    if (notedAt + shared.timeout / 2 < performance.now()) {
      notedAt = performance.now();
      if (await note()) state.isOpen = true;
    }
    const { attempts, isOpen } = state;
    if (!turn) return { outcome: isOpen ? "unknown" : "unsent", attempts, again: false };
    if (await waitForMoment(turn)) settled = await attempt(shared, job, turn, state);
    if (!settled && state.failures > 0) await sleep(backoff(state.failures), undefined);
  }
  return settled;
}

/**
 * Notes in the database that a request is about to be sent. When another worker has taken over the contact, the engine refuses
 * the note, and nothing is sent.
 * @returns `true` if an earlier worker, which died, had noted a request: the engine returns the results of its steps first
 */
async function note(): Promise<boolean> {
  const mark = randomUUID();
  let isRepeated = false;
  while ((await DBOS.runStep(async () => mark, { name: "send" })) !== mark) isRepeated = true;
  return isRepeated;
}

/** Sends one request. Returns the outcome of the contact, or `undefined` if it is to be sent again. */
async function attempt(
  shared: WorkerContext,
  job: Job,
  turn: Turn,
  state: State,
): Promise<Settled | undefined> {
  const { truto, timeout, pace, onPause } = shared;
  const { account, contact, key } = job;
  const attempts = ++state.attempts;
  const sent = await send(truto, contact, { integrated_account_id: account }, key, timeout);
  if ("answer" in sent) {
    pace.resume(job, turn);
    const confirmedId = confirmedIdOf(contact, sent.answer);
    return { outcome: "deleted", attempts, ...(confirmedId !== undefined && { confirmedId }) };
  }
  const { error } = sent;
  const answer: Partial<TrutoApiError> = error instanceof TrutoApiError ? error : {};
  const { status, detail, missingScopes, retryAfter } = answer;
  const why = { name: error.name, message: error.message, status, detail, missingScopes };
  const failed = { attempts, ...verdictOf(error, state.isOpen), error: why };
  state.isOpen ||= error.mayHaveBeenApplied;
  const scope = scopeOf(error);
  if (scope === "contact") {
    pace.resume(job, turn);
    return failed;
  }
  const pause = await pace.slow(job, turn, scope === "access" ? refusalPause : retryAfter);
  if (pause !== null && pause >= longPause) onPause({ account, delay: pause, reason: error });
  if (pause === null || scope === "access" || isLimited(error)) return undefined;
  state.failures++;
  const most = pause < longPause ? mostAttempts.usually : mostAttempts.inLongPause;
  return state.failures < most ? undefined : failed;
}

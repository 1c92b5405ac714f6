import { randomUUID } from "node:crypto";
import { DBOS } from "@dbos-inc/dbos-sdk";
import { send } from "../bulk/send.js";
import type { RunClient } from "../bulk/types.js";
import { confirmedIdOf, isLimited, scopeOf, verdictOf } from "../bulk/verdicts.js";
import { TrutoApiError, type TrutoError } from "../errors.js";
import { sleep } from "../transport/deadline.js";
import { backoff } from "../transport/retry.js";
import type { Job, Settled } from "./job.js";
import { comes, type Pace, type Turn } from "./pace.js";

/** Milliseconds after which a refused token or account is asked for again. */
const refusalPause = 60_000;
/** In a pause of so many ms other contacts fare no better, so one gets more attempts. */
const longPause = 1_000;
const mostAttempts = { usually: 3, inLongPause: 10 };

/** The empty fields of an error without a response. */
const noAnswer: Partial<TrutoApiError> = {};

/** A pause of an account. */
export interface DurablePause {
  account: string;
  /** Milliseconds until it is asked again. */
  delay: number;
  /** The server's own words. */
  reason: TrutoError;
}

/** The shared objects of one worker's deletes. */
export interface Deleting {
  truto: RunClient;
  /** Milliseconds for one request. */
  timeout: number;
  pace: Pace;
  onPause: ((pause: DurablePause) => void) | undefined;
}

interface State {
  /** Requests sent, and those of them that speak against the contact. */
  attempts: number;
  failures: number;
  /** `true` if an earlier request may have been applied. */
  isOpen: boolean;
}

/** Deletes one contact, in as many attempts as it takes, each at a moment of its own. */
export async function deleteContact(shared: Deleting, job: Job): Promise<Settled> {
  const announce = announcer(shared.timeout / 2);
  let state: State | undefined;
  let settled: Settled | undefined;
  while (!settled) {
    const turn = await shared.pace.turn(job);
    // Notes from before this worker's own requests are those of a worker that died.
    state ??= { attempts: 0, failures: 0, isOpen: turn.noted };
    const { attempts, isOpen } = state;
    if (turn.cancelled) return { outcome: isOpen ? "unknown" : "unsent", attempts, again: false };
    await announce();
    if (await comes(turn)) settled = await attempt(shared, job, turn, state);
    if (!settled && state.failures > 0) await sleep(backoff(state.failures), undefined);
  }
  return settled;
}

/** Sends one request; gives what became of the contact, unless it is to be sent again. */
async function attempt(shared: Deleting, job: Job, turn: Turn, state: State): Promise<Settled | undefined> {
  const { truto, timeout, pace, onPause } = shared;
  const { account, contact, key } = job;
  const attempts = ++state.attempts;
  const sent = await send(truto, contact, { integrated_account_id: account }, key, timeout);
  if ("answer" in sent) {
    await pace.resume(job, turn);
    const confirmedId = confirmedIdOf(contact, sent.answer);
    return { outcome: "deleted", attempts, ...(confirmedId !== undefined && { confirmedId }) };
  }
  const { error } = sent;
  const { status, detail, missingScopes, retryAfter } = error instanceof TrutoApiError ? error : noAnswer;
  const why = { name: error.name, message: error.message, status, detail, missingScopes };
  const failed = { attempts, ...verdictOf(error, state.isOpen), error: why };
  state.isOpen ||= error.mayHaveBeenApplied;
  const scope = scopeOf(error);
  if (scope === "contact") {
    await pace.resume(job, turn);
    return failed;
  }
  const pause = await pace.slow(job, turn, scope === "access" ? refusalPause : retryAfter);
  if (pause !== null && pause >= longPause) onPause?.({ account, delay: pause, reason: error });
  if (pause === null || scope === "access" || isLimited(error)) return undefined;
  state.failures++;
  const most = pause < longPause ? mostAttempts.usually : mostAttempts.inLongPause;
  return state.failures < most ? undefined : failed;
}

/**
 * Makes a function that notes in the database, before each request, that it is about to be sent. For a worker that has lost
 * the contact to another the engine refuses the note, and nothing is sent.
 * @param freshness ms for which a note holds, less than it takes until a silent worker loses its contacts
 */
function announcer(freshness: number): () => Promise<void> {
  const mark = randomUUID();
  let notedAt = Number.NEGATIVE_INFINITY;
  return async () => {
    let isNoted = performance.now() - notedAt <= freshness;
    while (!isNoted) {
      // A database that is slower than a note is fresh costs the moment, and no note after note.
      notedAt = performance.now();
      // A note of a worker that died is what the engine gives back for its step.
      isNoted = (await DBOS.runStep(async () => mark, { name: "send" })) === mark;
    }
  };
}

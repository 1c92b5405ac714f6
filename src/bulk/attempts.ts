import { TrutoApiError, TrutoError } from "../errors.js";
import { longestTimer, onAbort, sleep } from "../transport/deadline.js";
import { backoff } from "../transport/retry.js";
import type { Gate, GatedRun, Permit } from "./gate.js";
import type { Contact } from "./ids.js";
import type { Key, Keys } from "./keys.js";
import type { RunQuery } from "./query.js";
import { send } from "./send.js";
import type { DeleteOutcome, RunClient } from "./types.js";
import { confirmedIdOf, isLimited, isWorthRetry, verdictOf } from "./verdicts.js";

/** The objects that all deletes of a run share. */
export interface RunContext extends GatedRun {
  readonly truto: RunClient;
  readonly query: RunQuery;
  readonly gate: Gate;
  readonly keys: Keys;
}

/**
 * Deletes one contact, with as many attempts as necessary. Never rejects.
 * @param first the permit for the first attempt; `undefined` if the run has ended
 */
export async function deleteOne(
  run: RunContext,
  contact: Contact,
  first: Permit | undefined,
): Promise<DeleteOutcome> {
  const base = { ...contact, attempts: 0 };
  const key = keyOf(run, contact);
  let permit = await announce(run, contact, key, first);
  let retries = 0;
  let error: TrutoError | undefined;
  /** The last error that leaves open whether the contact was deleted. */
  let doubt: TrutoError | undefined;
  while (key && permit) {
    const result = await sendWith(permit, run, contact, key);
    if ("answer" in result) {
      base.attempts++;
      run.keys.settle(contact, key, false);
      const confirmedId = confirmedIdOf(contact.id, result.answer);
      return { ...base, outcome: "deleted", ...(confirmedId !== undefined && { confirmedId }) };
    }
    error = result.error;
    base.attempts += error.attempts;
    if (error.mayHaveBeenApplied) doubt = error;
    const isNextWorth = await awaitNextTry(run, error, retries);
    if (!isLimited(error)) retries++;
    permit = isNextWorth ? await run.gate.admit({ isNew: false }) : undefined;
  }
  error ??= new TrutoError("not sent: the run ended before", { attempts: 0, mayHaveBeenApplied: false });
  const verdict = verdictOf(error, doubt !== undefined || key?.isOpen === true);
  if (key) run.keys.settle(contact, key, verdict.outcome === "unknown");
  return verdict.outcome === "gone"
    ? { ...base, ...verdict }
    : { ...base, ...verdict, error: doubt ?? error };
}

/** The key of a contact. If the caller's key is invalid, ends the run and returns `undefined`. */
function keyOf(run: RunContext, contact: Contact): Key | undefined {
  try {
    return run.keys.for(contact);
  } catch (thrown) {
    run.stop(thrown);
    return undefined;
  }
}

/** Calls `onSend` before the first request. Returns the permit, or cancels it if the caller fails or the run has ended. */
async function announce(
  run: RunContext,
  { id, index }: Contact,
  key: Key | undefined,
  permit: Permit | undefined,
): Promise<Permit | undefined> {
  const { stopped, settings } = run;
  if (key && permit && !stopped.aborted) {
    try {
      await unlessAborted(settings.onSend?.({ id, index, key: key.text }), stopped);
    } catch (thrown) {
      run.stop(thrown);
    }
  }
  if (key && !stopped.aborted) return permit;
  permit?.cancel();
  return undefined;
}

/** Settles like `work`, or as soon as the signal is aborted. */
function unlessAborted(work: unknown, signal: AbortSignal): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const unlink = onAbort(signal, () => resolve(undefined));
    Promise.resolve(work).then(resolve, reject).finally(unlink);
  });
}

/** Sends a request once, with a permit. */
async function sendWith(permit: Permit, { truto, query, settings }: RunContext, { id }: Contact, key: Key) {
  const onSend = () => permit.send();
  if (!settings.callsOnSend) onSend();
  const sent = await send(truto, id, query, key.text, settings.timeout, onSend);
  permit.end("error" in sent ? sent.error : undefined);
  return sent;
}

/** Waits before the next attempt of a contact. Resolves to `false` when no other attempt is worthwhile. */
async function awaitNextTry(run: RunContext, error: TrutoError, retries: number): Promise<boolean> {
  const { settings, stopped } = run;
  if (isLimited(error)) return !stopped.aborted;
  if (stopped.aborted || retries >= settings.maxRetries || !isWorthRetry(error)) return false;
  const asked = error instanceof TrutoApiError ? error.retryAfter : undefined;
  const delay = asked ?? backoff(retries + 1);
  if (delay > settings.maxPause) return false;
  const until = performance.now() + delay;
  while (!stopped.aborted && performance.now() < until) {
    await sleep(Math.min(until - performance.now(), longestTimer), stopped).catch(() => {});
  }
  return !stopped.aborted;
}

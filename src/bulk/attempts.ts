import { TrutoApiError, TrutoError } from "../errors.js";
import { sleep } from "../transport/deadline.js";
import { backoff } from "../transport/retry.js";
import type { DeleteContactsQuery, DeleteOutcome, RunClient, Settings } from "./options.js";
import type { Pacer, Slot } from "./pacer.js";
import { confirmedIdOf, isLimited, isWorthRetry, scopeOf, verdictOf } from "./verdicts.js";

/** What the deletes of one run share. */
export interface RunContext {
  readonly truto: RunClient;
  readonly query: DeleteContactsQuery<string>;
  readonly settings: Settings;
  readonly pacer: Pacer;
  /** Aborted when no further request may be sent. */
  readonly stopped: AbortSignal;
  /** Ends the run with what it will throw. */
  stop(reason: unknown): void;
  /** Calls a function of the caller's; a run whose caller fails ends. */
  tell(call: () => unknown): unknown;
}

/** Deletes one contact, in as many attempts as it takes, each in a slot of its own. Never rejects. */
export async function deleteOne(
  run: RunContext,
  id: string,
  index: number,
  firstSlot: Slot | undefined,
): Promise<DeleteOutcome> {
  let attempts = 0;
  let retries = 0;
  let key: Key | undefined;
  let error: TrutoError | undefined;
  /** The last error that leaves open whether the contact was deleted. */
  let doubt: TrutoError | undefined;
  for (let slot = firstSlot; ; slot = undefined) {
    slot ??= await run.pacer.take(run.settings.limits, run.stopped);
    if (!slot) break;
    if (!run.stopped.aborted) key ??= await announce(run, id, index);
    if (!key || run.stopped.aborted) {
      slot("not sent");
      break;
    }
    const sentAt = performance.now();
    const sent = await send(run, id, key.text);
    error = "error" in sent ? sent.error : undefined;
    // What never left this machine takes no slot.
    slot(error?.attempts === 0 ? "not sent" : "answered");
    attempts += error?.attempts ?? 1;
    if (!error || (error instanceof TrutoApiError && !isLimited(error))) run.pacer.resume();
    if ("answer" in sent) {
      const confirmedId = confirmedIdOf(id, sent.answer);
      return { id, index, attempts, outcome: "deleted", ...(confirmedId !== undefined && { confirmedId }) };
    }
    error = sent.error;
    if (error.mayHaveBeenApplied) doubt = error;
    if (!(await awaitNextTry(run, error, sentAt, retries))) break;
    if (!isLimited(error)) retries++;
  }
  error ??= new TrutoError("not sent: the run ended before", { attempts: 0, mayHaveBeenApplied: false });
  const verdict = verdictOf(error, doubt !== undefined || key?.isResumed === true);
  if (verdict.outcome === "gone") return { id, index, attempts, ...verdict };
  return { id, index, attempts, ...verdict, error: doubt ?? error };
}

interface Key {
  text: string;
  /** Whether an earlier run sent the id with it, and never learned the outcome. */
  isResumed: boolean;
}

/** Tells the caller that an id is about to be sent; gives no key, and ends the run, when the caller's function fails. */
async function announce(run: RunContext, id: string, index: number): Promise<Key | undefined> {
  try {
    const resumed = run.settings.resumeKey?.(id, index);
    const key = resumed ?? crypto.randomUUID();
    await run.settings.onSend?.({ id, index, key });
    return { text: key, isResumed: resumed !== undefined };
  } catch (thrown) {
    run.stop(thrown);
    return undefined;
  }
}

/** Sends once; gives the answer, or the error. */
async function send(
  run: RunContext,
  id: string,
  key: string,
): Promise<{ answer: unknown } | { error: TrutoError }> {
  const { timeout } = run.settings;
  const options = { timeout, maxRetries: 0, headers: { "idempotency-key": key } };
  try {
    return { answer: await run.truto.contacts.delete(id, run.query, options) };
  } catch (thrown) {
    if (thrown instanceof TrutoError) return { error: thrown };
    // A client that is a stand-in may throw anything.
    const outcome = { attempts: 1, mayHaveBeenApplied: true };
    return { error: new TrutoError("the client failed: see cause", outcome, { cause: thrown }) };
  }
}

/** Waits as long as it takes before the next attempt of an id; resolves to `false` when there is none. */
async function awaitNextTry(
  run: RunContext,
  error: TrutoError,
  sentAt: number,
  retries: number,
): Promise<boolean> {
  const { pacer, settings, stopped } = run;
  if (isLimited(error)) {
    const { delay, isNew, isTooLong } = pacer.pause(sentAt, error.retryAfter, settings.maxPause);
    if (isTooLong) run.stop(error);
    else if (isNew) run.tell(() => settings.onPause?.({ delay, reason: error }));
    return !stopped.aborted;
  }
  if (scopeOf(error) === "access") run.stop(error);
  if (stopped.aborted || retries >= settings.maxRetries || !isWorthRetry(error)) return false;
  const asked = error instanceof TrutoApiError ? error.retryAfter : undefined;
  const delay = asked ?? backoff(retries + 1);
  if (delay > settings.maxPause) return false;
  await sleep(delay, stopped).catch(() => {});
  return !stopped.aborted;
}

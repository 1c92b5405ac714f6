import { type DeleteOutcome, deleteContacts } from "../../bulk/index.js";
import type { TrutoClient } from "../../client.js";
import { TrutoApiError, type TrutoError, TrutoInputError } from "../../errors.js";
import { Interrupted } from "../interrupts.js";
import type { Journal } from "../report/journal.js";
import type { Entry, Ledger } from "../report/ledger.js";
import type { ProgressLine } from "../screen/progress.js";
import { commandWords, duration, printable } from "../text.js";
import type { DeleteArguments } from "./delete-options.js";

/** Why a run ended before its last id. */
export interface EarlyEnd {
  reason: unknown;
}

/** What a run works with. */
export interface RunParts {
  truto: TrutoClient;
  ids: readonly string[];
  args: DeleteArguments;
  ledger: Ledger;
  journal: Journal;
  progress: ProgressLine;
  /** Aborted when no more ids may be sent. */
  signal: AbortSignal;
}

/** Sends what the ledger has left, and writes each step into the journal before it counts. */
export async function run(parts: RunParts): Promise<EarlyEnd | undefined> {
  const { truto, ids, args, ledger, journal, progress, signal } = parts;
  const lines = ledger.toSend();
  const lineAt = (index: number) => lines[index] ?? 0;
  const idAt = (n: number) => ids[n - 1] ?? "";
  const record = async (entry: Entry) => {
    await journal.append(entry);
    ledger.apply(entry);
  };
  function* idsToSend() {
    for (const n of lines) yield idAt(n);
  }
  const { requests, seconds } = args.limit;
  const outcomes = deleteContacts(
    truto,
    idsToSend(),
    { integrated_account_id: args.account },
    {
      concurrency: args.concurrency,
      maxPause: args.maxWait,
      stopAfter: args.stopAfter,
      signal,
      // There is one account here, so its limit is the token's as well.
      limits: { account: requests, token: requests, window: seconds * 1_000 },
      total: lines.length,
      resumeKey: (_, index) => ledger.key(lineAt(index)),
      onSend: ({ id, index, key }) => record({ n: lineAt(index), id, sending: key }),
      onProgress: (state) => progress.update(state),
      onPause: ({ delay, reason }) =>
        progress.say(
          `The account is paused for ${duration(delay)}: ${printable(commandWords(reason.message))}`,
        ),
    },
  );
  let sent = 0;
  try {
    for await (const outcome of outcomes) {
      // An id that was not sent keeps the key that it may have from an earlier run.
      if (!wasSent(outcome)) continue;
      await record(entryOf(lineAt(outcome.index), outcome));
      sent++;
    }
  } catch (reason) {
    // Whoever interrupts when all ids are under way gets them all.
    return reason instanceof Interrupted && sent === lines.length ? undefined : { reason };
  }
  return undefined;
}

function wasSent(outcome: DeleteOutcome): boolean {
  return outcome.attempts > 0 || ("error" in outcome && outcome.error instanceof TrutoInputError);
}

/** What the report says of an outcome. */
function entryOf(n: number, outcome: DeleteOutcome): Entry {
  const { id, attempts } = outcome;
  const base = { n, id, outcome: outcome.outcome, at: new Date().toISOString(), attempts };
  if (outcome.outcome === "deleted") return base;
  if (outcome.outcome === "gone") return { ...base, mayHaveBeenApplied: outcome.mayHaveBeenApplied };
  const { error, again } = outcome;
  return { ...base, ...(again && { again }), error: describe(error) };
}

function describe(error: TrutoError) {
  const { name, message } = error;
  return {
    name,
    ...(error instanceof TrutoApiError && { status: error.status }),
    message: printable(commandWords(message)),
  };
}

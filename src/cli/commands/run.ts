import {
  type DeleteContactsOptions,
  type DeleteOutcome,
  type DeletingClient,
  deleteContacts,
} from "../../bulk/index.js";
import type { TrutoClient } from "../../client.js";
import { TrutoInputError } from "../../errors.js";
import { Interrupted } from "../interrupts.js";
import type { Entry } from "../report/entry.js";
import type { Journal } from "../report/journal.js";
import type { Ledger } from "../report/ledger.js";
import type { EarlyEnd } from "../report/result.js";
import { reasonOf } from "../report/row.js";
import { sendOrder } from "../report/send-order.js";
import type { ProgressLine } from "../screen/progress.js";
import type { DeleteArguments } from "./delete-options.js";

/** Number of contacts that may be gone before one is deleted; with more, the account is probably wrong. */
const mostGone = 50;

/** The parts of a run. */
export interface RunParts {
  truto: TrutoClient;
  ids: readonly string[];
  args: DeleteArguments;
  ledger: Ledger;
  journal: Pick<Journal, "append" | "hold" | "failed">;
  progress: Pick<ProgressLine, "send" | "update" | "pause">;
  /** Times of an earlier run's last requests, by `Date.now()`. */
  sentBefore: readonly number[];
  /** Aborted when no more ids may be sent. */
  signal: AbortSignal;
}

/** Sends the ids that no run has sent, then repeats those that may succeed, until a pass settles nothing. */
export async function run(parts: RunParts): Promise<EarlyEnd | undefined> {
  const { ledger } = parts;
  const truto = guard(parts);
  let left = Number.POSITIVE_INFINITY;
  let end = await sendLeft({ ...parts, truto });
  while (!end && ledger.left > 0 && ledger.left < left) {
    left = ledger.left;
    end = await sendLeft({ ...parts, truto, sentBefore: [] });
  }
  // An interrupt while the last ids are under way lets them finish.
  return end?.reason instanceof Interrupted && ledger.left === 0 ? undefined : end;
}

/** Wraps the client: it sends nothing after this process has lost its report, and the progress shows its requests. */
function guard({ truto, journal, progress }: RunParts): DeletingClient {
  const contacts: DeletingClient["contacts"] = {
    async delete(id, query, options) {
      await journal.hold();
      progress.send();
      return truto.contacts.delete(id, query, options);
    },
  };
  // It inherits the client's defaults, which a run reads.
  return Object.create(truto, { contacts: { value: contacts } });
}

/** Sends each id of a pass once, and writes each step to the journal before it counts. */
async function sendLeft(
  parts: Omit<RunParts, "truto"> & { truto: DeletingClient },
): Promise<EarlyEnd | undefined> {
  const { truto, ids, args, ledger, journal, progress, sentBefore, signal } = parts;
  const { deleted, unsent } = ledger.tally();
  const lines = sendOrder(ledger);
  const lineAt = (index: number) => lines[index] ?? 0;
  const record = async (entry: Entry) => {
    await journal.append(entry);
    ledger.apply(entry);
  };
  /** Announcements on their way to the disk, by line: a run that ends does not wait for them. */
  const announcing = new Map<number, Promise<void>>();
  const announce = (entry: Entry) => {
    const written = record(entry).finally(() => announcing.delete(entry.n));
    announcing.set(entry.n, written);
    return written;
  };
  const wasAnnounced = async (n: number) => {
    await announcing.get(n)?.catch(() => {});
    return ledger.isUnderWay(n);
  };
  function* idsToSend() {
    for (const n of lines) yield ids[n - 1] ?? "";
  }
  const { requests, seconds } = args.limit;
  const options: DeleteContactsOptions = {
    concurrency: args.concurrency,
    timeout: args.timeout,
    maxPause: args.maxWait,
    stopAfter: args.stopAfter,
    // A deleted contact shows that the account is right.
    stopAfterGone: deleted > 0 ? Number.POSITIVE_INFINITY : Math.max(mostGone, args.stopAfter),
    triedBefore: unsent === 0,
    sentBefore,
    signal: AbortSignal.any([signal, journal.failed]),
    // The command uses one account, so its limit is also the token's.
    limits: { account: requests, token: requests, window: seconds * 1_000 },
    total: ledger.left,
    resumeKey: (_, index) => ledger.key(lineAt(index)),
    onSend: ({ id, index, key }) => announce({ n: lineAt(index), id, sending: key, at: now() }),
    onProgress: (state) => progress.update(state),
    onPause: (pause) => progress.pause(pause),
  };
  try {
    const query = { integrated_account_id: args.account };
    for await (const outcome of deleteContacts(truto, idsToSend(), query, options)) {
      const n = lineAt(outcome.index);
      if (wasSent(outcome)) await record(entryOf(n, outcome, ledger.isDoubtful(n)));
      else if (await wasAnnounced(n)) await record({ n, id: outcome.id, outcome: "unsent", at: now() });
    }
  } catch (reason) {
    return { reason };
  }
  return undefined;
}

function now(): string {
  return new Date().toISOString();
}

function wasSent(outcome: DeleteOutcome): boolean {
  return outcome.attempts > 0 || ("error" in outcome && outcome.error instanceof TrutoInputError);
}

/** The report's entry for an outcome. `isDoubtful`: an earlier run's request may have deleted the contact. */
function entryOf(n: number, outcome: DeleteOutcome, isDoubtful: boolean): Entry {
  const { id, attempts, confirmedId } = outcome;
  const base = { n, id, outcome: outcome.outcome, at: now(), ...(attempts !== 1 && { attempts }) };
  if (outcome.outcome === "deleted") return { ...base, confirmedId };
  if (outcome.outcome === "gone") {
    return { ...base, mayHaveBeenApplied: outcome.mayHaveBeenApplied || isDoubtful };
  }
  const { error, again } = outcome;
  return {
    ...base,
    outcome: isDoubtful ? "unknown" : outcome.outcome,
    ...(again && { again }),
    ...reasonOf(error),
  };
}

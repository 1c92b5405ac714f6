import type { EarlyEnd } from "../commands/run.js";
import { type ExitCode, exitCodes } from "../exit-code.js";
import { Interrupted } from "../interrupts.js";
import { commandWords, printable } from "../text.js";
import type { Ledger, Tally } from "./ledger.js";

/** How a run ended, and what `--json` prints of it. */
export interface Result extends Tally {
  exitCode: ExitCode;
  ids: number;
  /** What the same command would send. */
  left: number;
  /** Why it ended before the last id. */
  stopped?: string;
}

/** Sums a run up. */
export function resultOf(ledger: Ledger, end?: EarlyEnd): Result {
  const { ids, left } = ledger;
  const tally = ledger.tally();
  if (end) {
    const { reason } = end;
    const { code } = reason instanceof Interrupted ? exitCodes.interrupted : exitCodes.stopped;
    const stopped = printable(commandWords(reason instanceof Error ? reason.message : String(reason)));
    return { exitCode: code, ids, ...tally, left, stopped };
  }
  const { code } = tally.deleted + tally.gone === ids ? exitCodes.complete : exitCodes.incomplete;
  return { exitCode: code, ids, ...tally, left };
}

import { TrutoApiError } from "../../errors.js";
import { type ExitCode, exitCodes } from "../exit-code.js";
import { Interrupted } from "../interrupts.js";
import { commandWords, messageOf, printable } from "../text.js";
import type { Summary } from "./summary.js";

/** The reason why a run ended before its last id. */
export interface EarlyEnd {
  reason: unknown;
}

/** The result of a run, as `--json` prints it. */
export interface Result extends Summary {
  exitCode: ExitCode;
  /** The reason why it ended before the last id. */
  stopped?: string;
}

/** The exit code of a run, by the number of its ids that are neither deleted nor gone. */
export function exitCodeOf(open: number, end?: EarlyEnd): ExitCode {
  if (end) return (end.reason instanceof Interrupted ? exitCodes.interrupted : exitCodes.stopped).code;
  return (open === 0 ? exitCodes.complete : exitCodes.incomplete).code;
}

/** Sums a run up. */
export function resultOf(summary: Summary, end?: EarlyEnd): Result {
  const { ids, deleted, gone } = summary;
  const result = { exitCode: exitCodeOf(ids - deleted - gone, end), ...summary };
  if (!end) return result;
  const { reason } = end;
  const message = messageOf(reason);
  // A shorter wait does not end a run.
  const isLimited = reason instanceof TrutoApiError && reason.status === 429;
  const words = isLimited ? `the limit lasts longer than --max-wait: ${message}` : message;
  return { ...result, stopped: printable(commandWords(words)) };
}

import { TrutoError } from "../errors.js";
import type { DeleteOutcome } from "./types.js";
import type { Scope } from "./verdicts.js";

/** Decides from the answers so far when a run must end. */
export class StopRules {
  readonly #stopAfter: number;
  readonly #stopAfterGone: number;
  #inARow = 0;
  #gone = 0;
  /** `true` once a contact existed, which shows that the account is right. */
  #hasDeleted = false;

  constructor({ stopAfter, stopAfterGone }: { stopAfter: number; stopAfterGone: number }) {
    this.#stopAfter = stopAfter;
    this.#stopAfterGone = stopAfterGone;
  }

  /** Takes in an answer, and gives the error that ends the run when there were too many in a row that somebody has to mend. */
  answer(scope: Scope | "success", error?: TrutoError): TrutoError | undefined {
    if (scope === "success" || scope === "contact") this.#inARow = 0;
    if (scope !== "other" || !error) return undefined;
    this.#inARow++;
    if (this.#inARow < this.#stopAfter) return undefined;
    return stopped(`stopped after ${this.#inARow} failures in a row: ${error.message}`, error);
  }

  /** Takes in an outcome, and gives the error that ends the run when the account seems to be the wrong one. */
  settle(outcome: DeleteOutcome): TrutoError | undefined {
    if (outcome.outcome === "deleted") this.#hasDeleted = true;
    if (outcome.outcome !== "gone") return undefined;
    // A request before this one, of this run or an earlier one, may be what deleted it.
    if (outcome.mayHaveBeenApplied) return undefined;
    this.#gone++;
    if (this.#hasDeleted || this.#gone < this.#stopAfterGone) return undefined;
    return stopped(
      `stopped after ${this.#gone} contacts that were all gone: is integrated_account_id right? If it is, set stopAfterGone to Infinity`,
    );
  }
}

/** The error that ends a run; of itself it deletes nothing. */
export function stopped(message: string, cause?: TrutoError): TrutoError {
  const outcome = { attempts: cause?.attempts ?? 0, mayHaveBeenApplied: false };
  return new TrutoError(message, outcome, cause && { cause });
}

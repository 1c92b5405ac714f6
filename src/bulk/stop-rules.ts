import { TrutoError } from "../errors.js";
import type { DeleteOutcome } from "./types.js";
import type { Scope } from "./verdicts.js";

/** Decides by the answers so far whether a run must end. */
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

  /** Counts an answer. Returns the error that ends the run, after too many in a row that only a person can fix. */
  answer(scope: Scope | "success", error?: TrutoError): TrutoError | undefined {
    if (scope === "success" || scope === "contact") this.#inARow = 0;
    if (scope !== "other" || !error) return undefined;
    this.#inARow++;
    if (this.#inARow < this.#stopAfter) return undefined;
    return stopError(`stopped after ${this.#inARow} failures in a row: ${error.message}`, error);
  }

  /** Counts an outcome. Returns the error that ends the run, if the account is probably the wrong one. */
  settle(outcome: DeleteOutcome): TrutoError | undefined {
    if (outcome.outcome === "deleted") this.#hasDeleted = true;
    if (outcome.outcome !== "gone") return undefined;
    // An earlier request, of this run or one before it, may have deleted the contact.
    if (outcome.mayHaveBeenApplied) return undefined;
    this.#gone++;
    if (this.#hasDeleted || this.#gone < this.#stopAfterGone) return undefined;
    return stopError(
      `stopped after ${this.#gone} contacts that were all gone: is integrated_account_id right? If it is, set stopAfterGone to Infinity`,
    );
  }
}

/** The error that ends a run. It stands for no request of its own. */
export function stopError(message: string, cause?: TrutoError): TrutoError {
  const outcome = { attempts: cause?.attempts ?? 0, mayHaveBeenApplied: false };
  return new TrutoError(message, outcome, cause && { cause });
}

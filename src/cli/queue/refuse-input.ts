import { TrutoInputError } from "../../errors.js";
import { Refusal } from "../refusal.js";
import { commandWords } from "../text.js";

/** Turns the library's input errors into refusals; rethrows any other error. */
export function refuseInput(error: unknown): never {
  if (error instanceof TrutoInputError) throw new Refusal(commandWords(error.message));
  throw error;
}

/** Refuses the name of a run without contacts. */
export function noRun(run: string): Refusal {
  return new Refusal(`there is no run ${run} on the queue`);
}

import { TrutoInputError } from "../../errors.js";
import { Refusal } from "../refusal.js";
import { commandWords } from "../text.js";

/** Refuses what the library refuses; anything else is thrown on. */
export function refuseInput(error: unknown): never {
  if (error instanceof TrutoInputError) throw new Refusal(commandWords(error.message));
  throw error;
}

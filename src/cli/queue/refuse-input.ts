import { TrutoInputError } from "../../errors.js";
import { Refusal } from "../refusal.js";
import { commandWords } from "../text.js";
import { unusable } from "./database.js";

/** Turns the library's input errors into refusals, and what PostgreSQL refuses; rethrows any other error. */
export function refuseInput(error: unknown): never {
  if (error instanceof TrutoInputError) throw new Refusal(commandWords(error.message));
  if (error instanceof Error && "severity" in error) throw unusable(error);
  throw error;
}

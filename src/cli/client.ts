import { createTrutoClient, type TrutoClient } from "../client.js";
import { TrutoInputError } from "../errors.js";
import { Refusal } from "./refusal.js";
import { commandWords } from "./text.js";

/**
 * Creates the command's client.
 * @throws {Refusal} for an invalid token or address
 */
export function createClient(
  token: string | undefined,
  { baseUrl, timeout }: { baseUrl: string; timeout: number },
): TrutoClient {
  if (!token) throw new Refusal("TRUTO_API_TOKEN is not set: put the token there");
  try {
    return createTrutoClient({ token, baseUrl, timeout });
  } catch (error) {
    if (error instanceof TrutoInputError) throw new Refusal(commandWords(error.message));
    throw error;
  }
}

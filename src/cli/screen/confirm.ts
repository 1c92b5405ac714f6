import { Refusal } from "../refusal.js";
import type { Surroundings } from "../surroundings.js";

/** The question to confirm. */
export interface Count {
  /** All ids of the input. */
  ids: number;
  /** Those that are left to delete, which is what the question is about. */
  left: number;
}

/** The ways to confirm it. */
export interface Confirmation {
  /** The number that was confirmed beforehand: of all ids, so that the same command goes on, or of those that are left. */
  yes: number | undefined;
  /** The file with the ids; `-` is standard input. */
  from: string;
}

/**
 * Has the number of ids confirmed, by `--yes` or by typing it.
 * @throws {Refusal} when it is another number, or there is no way to ask
 */
export async function confirm(
  { ids, left }: Count,
  { yes, from }: Confirmation,
  { stdin, stderr, openTerminal }: Surroundings,
): Promise<void> {
  if (yes === ids || yes === left) return;
  if (yes !== undefined) throw new Refusal(`--yes ${yes} is not the number of ids, which is ${ids}`);
  // Standard input is at its end when the ids came from there.
  const isTyped = from !== "-" && stdin.isTTY;
  const answers = stderr.isTTY ? (isTyped ? stdin : openTerminal()) : undefined;
  if (!answers) throw new Refusal(`there is no terminal to ask on: add --yes ${ids}`);
  stderr.write(`Type ${left} to go on: `);
  const typed = (await readLine(answers)).trim();
  if (typed !== String(left)) throw new Refusal("nothing was sent: that was not the number");
}

/** The next line; what there is of it at the end of the input. */
async function readLine(input: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  // Leaving the loop closes the input, which would else keep the process alive.
  for await (const chunk of input) {
    text += decoder.decode(chunk, { stream: true });
    if (text.includes("\n")) break;
  }
  return text.split("\n")[0] ?? "";
}

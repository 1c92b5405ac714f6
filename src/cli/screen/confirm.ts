import { Refusal } from "../refusal.js";
import type { Surroundings } from "../surroundings.js";

/** The question to confirm. */
export interface Count {
  /** All ids of the input. */
  ids: number;
  /** The ids that are left to delete. The question is about these. */
  left: number;
}

/** The ways to confirm it. */
export interface Confirmation {
  /** The number from `--yes`: that of all ids, so that the same command can resume, or that of the ids left. */
  yes: number | undefined;
  /** The file with the ids; `-` is standard input. */
  from: string;
}

/**
 * Asks the user to confirm the number of ids by typing it, unless `--yes` has it.
 * @throws {Refusal} when it is another number, or there is no way to ask
 */
export async function confirm(
  { ids, left }: Count,
  { yes, from }: Confirmation,
  { stdin, stderr, openTerminal }: Surroundings,
): Promise<void> {
  if (yes === ids || yes === left) return;
  if (yes !== undefined) {
    const rest = left < ids ? `, of which ${left} are left` : "";
    throw new Refusal(`--yes ${yes} is not the number of ids, which is ${ids}${rest}`);
  }
  // When the ids came from standard input, it has no more lines.
  const isTyped = from !== "-" && stdin.isTTY;
  const answers = stderr.isTTY ? (isTyped ? stdin : openTerminal()) : undefined;
  if (!answers) throw new Refusal(`there is no terminal to ask on: add --yes ${ids}`);
  stderr.write(`Type ${left} to go on: `);
  const typed = (await readLine(answers)).trim();
  if (typed !== String(left)) throw new Refusal("nothing was sent: that was not the number");
}

/** The next line, or the text before the end of the input. */
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

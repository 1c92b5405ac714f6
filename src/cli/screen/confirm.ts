import type { DeleteArguments } from "../arguments.js";
import { Refusal } from "../refusal.js";
import type { Surroundings } from "../surroundings.js";

/**
 * Has the number of ids confirmed, by `--yes` or by typing it.
 * @throws {Refusal} when it is another number, or there is no way to ask
 */
export async function confirm(
  number: number,
  { yes, from }: DeleteArguments,
  { stdin, stderr }: Surroundings,
): Promise<void> {
  if (yes === number) return;
  if (yes !== undefined) throw new Refusal(`--yes ${yes} is not the number of ids, which is ${number}`);
  // Standard input is at its end when the ids came from there.
  const canAsk = from !== "-" && stdin.isTTY && stderr.isTTY;
  if (!canAsk) throw new Refusal(`There is no terminal to ask on: add --yes ${number}`);
  stderr.write(`Type ${number} to go on: `);
  const typed = await readLine(stdin);
  if (typed.trim() !== String(number)) throw new Refusal("Nothing was sent.");
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

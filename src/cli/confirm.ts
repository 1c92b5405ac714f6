import { createInterface } from "node:readline";
import { Refusal } from "./refusal.js";
import type { Surroundings } from "./surroundings.js";

/**
 * Has the number of ids confirmed, by `--yes` or by typing it.
 * @throws {Refusal} when it is another number, or there is no way to ask
 */
export async function confirm(
  number: number,
  yes: number | undefined,
  { stdin, stderr }: Surroundings,
): Promise<void> {
  if (yes === number) return;
  if (yes !== undefined) throw new Refusal(`--yes ${yes} is not the number of ids, which is ${number}`);
  if (!stdin.isTTY || !stderr.isTTY) throw new Refusal(`There is no terminal to ask on: add --yes ${number}`);
  stderr.write(`Type ${number} to go on: `);
  const typed = await readLine(stdin);
  if (typed.trim() !== String(number)) throw new Refusal("Nothing was sent.");
}

/** The next line; empty at the end of the input. */
async function readLine(input: NodeJS.ReadableStream): Promise<string> {
  // As no terminal, it leaves Ctrl-C to the process.
  for await (const line of createInterface({ input, terminal: false })) return line;
  return "";
}

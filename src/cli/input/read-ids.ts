import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { TrutoInputError } from "../../errors.js";
import { encodePath } from "../../transport/url.js";
import { readLines } from "../lines.js";
import { Refusal, refuseFile } from "../refusal.js";
import { printable } from "../text.js";

/** Enough of what is wrong to see the pattern of it. */
const mostProblems = 10;

/** The ids to delete, in the order of their lines. */
export interface Input {
  /** What the messages call it. */
  name: string;
  /** The id of line 1 is the first. */
  ids: readonly string[];
  /** Of all its bytes, as `sha256sum` prints it. */
  sha256: string;
}

/**
 * Reads ids, one a line, from a file, or from standard input where the file is `-`.
 * @throws {Refusal} with the numbers of the lines that can't be ids, or that repeat one
 */
export async function readIds(file: string, stdin: AsyncIterable<Uint8Array>): Promise<Input> {
  const name = file === "-" ? "standard input" : file;
  const hash = createHash("sha256");
  const ids: string[] = [];
  const lineOf = new Map<string, number>();
  const problems: string[] = [];
  let line = 0;
  let emptyLine: number | undefined;

  function take(text: string): void {
    line++;
    const id = text.replace(/\r$/, "");
    if (!id) {
      emptyLine ??= line;
      return;
    }
    // Empty lines at the end of a file are no mistake.
    if (emptyLine !== undefined) problems.push(`line ${emptyLine} is empty`);
    emptyLine = undefined;
    const problem = problemOf(id);
    if (problem) problems.push(`line ${line}: ${problem}`);
    else if (lineOf.has(id)) problems.push(`line ${line}: "${id}" is on line ${lineOf.get(id)} already`);
    else lineOf.set(id, line);
    ids.push(id);
  }

  try {
    const bytes = file === "-" ? stdin : createReadStream(file);
    for await (const lines of readLines(hashed(bytes, hash))) for (const text of lines) take(text);
  } catch (thrown) {
    if (thrown instanceof TypeError) throw new Refusal(`${name} is not UTF-8 text, from line ${line + 1} on`);
    throw refuseFile(name, "read", thrown);
  }
  if (problems.length > mostProblems) {
    problems.push(`and ${problems.splice(mostProblems).length} more lines that can't be`);
  }
  if (problems.length > 0) throw new Refusal(...problems.map((problem) => `${name}, ${problem}`));
  if (ids.length === 0) throw new Refusal(`${name} is empty: it has no id`);
  return { name, ids, sha256: hash.digest("hex") };
}

async function* hashed(
  bytes: AsyncIterable<Uint8Array>,
  hash: ReturnType<typeof createHash>,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    hash.update(chunk);
    yield chunk;
  }
}

/** Why a line can't be an id, if it can't. */
function problemOf(id: string): string | undefined {
  if (/[,"']/.test(id)) {
    return `"${printable(id.slice(0, 80))}" has a comma or a quote: give one id a line, not the columns of a CSV file`;
  }
  if (id.trim() !== id) return "it begins or ends with a space: take it away, as it would be part of the id";
  try {
    encodePath("{id}", { id });
  } catch (error) {
    if (error instanceof TrutoInputError) return error.message;
    throw error;
  }
  if (printable(id) !== id) return "id has a character that nobody sees";
  return undefined;
}

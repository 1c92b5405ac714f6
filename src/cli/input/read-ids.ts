import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { isObject } from "../../values.js";
import { readLines } from "../lines.js";
import { Refusal, refuseFile } from "../refusal.js";
import { problemOfLine, quote } from "./check-line.js";
import { FirstLine } from "./first-line.js";
import { kindOf } from "./kind.js";
import { LineIndex } from "./line-index.js";
import { Rounding } from "./rounding.js";
import { Shapes } from "./shapes.js";

/** Number of reported lines, enough to see a pattern. */
const mostProblems = 10;

/** The ids to delete, in the order of their lines. */
export interface Input {
  /** Its name in messages. */
  name: string;
  /** The id of line 1 is the first. */
  ids: readonly string[];
  /** The SHA-256 of all its bytes, as `sha256sum` prints it. */
  sha256: string;
}

/** The source of ids. */
export interface Source {
  /** A path; `-` is standard input. */
  from: string;
  /** `true` if an id may have another shape than nearly all others. */
  anyId: boolean;
}

/**
 * Reads ids, one a line, from a file or from standard input.
 * @throws {Refusal} with the numbers of the lines that are invalid or repeat an id
 */
export async function readIds({ from, anyId }: Source, stdin: AsyncIterable<Uint8Array>): Promise<Input> {
  const name = from === "-" ? "standard input" : from;
  const hash = createHash("sha256");
  const lines = new Lines();
  try {
    const bytes = from === "-" ? stdin : readFile(from);
    for await (const texts of readLines(hashed(bytes, hash))) for (const text of texts) lines.take(text);
  } catch (thrown) {
    if (!isEncodingError(thrown)) throw refuseFile(name, "read", thrown);
    const advice = "save it as plain text in UTF-8, one id a line";
    throw new Refusal(`${name} is not UTF-8 text, from line ${lines.count + 1} on: ${advice}`);
  }
  if (!anyId) lines.checkShapes();
  const { ids, problems } = lines;
  if (problems.size > 0) throw new Refusal(...tellProblems(name, problems));
  if (ids.length === 0) throw new Refusal(`${name} is empty: it has no id`);
  return { name, ids, sha256: hash.digest("hex") };
}

function isEncodingError(thrown: unknown): boolean {
  return isObject(thrown) && thrown.code === "ERR_ENCODING_INVALID_ENCODED_DATA";
}

/** The bytes of a file, read into one reused buffer: for two million ids, new buffers would be 50 MB of garbage. */
async function* readFile(path: string): AsyncGenerator<Uint8Array> {
  const file = await open(path);
  try {
    const buffer = Buffer.alloc(1 << 18);
    const next = async () => buffer.subarray(0, (await file.read(buffer)).bytesRead);
    for (let chunk = await next(); chunk.length > 0; chunk = await next()) yield chunk;
  } finally {
    await file.close();
  }
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

/** The lines that were read, and their problems. */
class Lines {
  /** Number of lines. */
  count = 0;
  readonly ids: string[] = [];
  /** By the number of the line. */
  readonly problems = new Map<number, string>();
  readonly #index = new LineIndex(this.ids);
  readonly #shapes = new Shapes();
  readonly #first = new FirstLine();
  readonly #rounding = new Rounding();
  #emptyLine: number | undefined;

  take(text: string): void {
    const line = ++this.count;
    const id = text.endsWith("\r") ? text.slice(0, -1) : text;
    if (!id) {
      this.#emptyLine ??= line;
      return;
    }
    // Empty lines at the end of a file are allowed.
    if (this.#emptyLine !== undefined) this.problems.set(this.#emptyLine, "is empty");
    this.#emptyLine = undefined;
    this.ids[line - 1] = id;
    const kind = kindOf(id);
    this.#first.add(id, kind);
    this.#rounding.add(id, kind, line);
    const before = this.#index.add(line);
    const problem = problemOfLine(id, line, kind) ?? (before && `${quote(id)} is on line ${before} already`);
    if (problem) this.problems.set(line, problem);
    else this.#shapes.add(id, kind);
  }

  /** Finds the lines that don't look like ids beside the others. */
  checkShapes(): void {
    const line = this.#rounding.find();
    if (this.#first.isColumnName)
      this.#tell(1, "has no digit, unlike all others, and may be the name of a column");
    if (line) this.#tell(line, "may be rounded, as all long numbers here end in 0; export ids as text");
    const shape = this.#shapes.find();
    if (!shape || shape.count === this.ids.length) return;
    const others = shape.count.toLocaleString("en");
    const like = `does not look like the other ${others}, such as ${quote(shape.example)}`;
    for (const [index, id] of this.ids.entries()) if (id && !shape.has(id)) this.#tell(index + 1, like);
  }

  #tell(line: number, problem: string): void {
    const id = quote(this.ids[line - 1] ?? "");
    if (!this.problems.has(line)) this.problems.set(line, `${id} ${problem}: --any-id accepts it`);
  }
}

function tellProblems(name: string, problems: ReadonlyMap<number, string>): string[] {
  const sorted = [...problems].sort(([one], [other]) => one - other);
  const told = sorted.slice(0, mostProblems).map(([line, problem]) => {
    return `${name}, line ${line}${problem === "is empty" ? " " : ": "}${problem}`;
  });
  const more = sorted.length - told.length;
  return more > 0 ? [...told, `${name}, and ${more} more invalid lines`] : told;
}

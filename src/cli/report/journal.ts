import { type FileHandle, open, truncate } from "node:fs/promises";
import { dirname } from "node:path";
import { isObject } from "../../values.js";
import type { Input } from "../input/read-ids.js";
import { readLines } from "../lines.js";
import { Refusal, refuseFile } from "../refusal.js";
import { type Entry, Ledger } from "./ledger.js";

/** The first line of a report: what the run deletes, and where. */
export interface Header {
  report: "truto-crm-client delete";
  /** Of the program that began it. */
  version: string;
  account: string;
  baseUrl: string;
  /** Of the input. */
  sha256: string;
  ids: number;
}

/** A report as it was found. */
export interface Found {
  ledger: Ledger;
  /** Bytes up to the end of its last whole line. What follows was being written when its run died, and is ignored. */
  length: number;
}

/**
 * Reads a report; one that is not there is one that tells nothing.
 * @throws {Refusal} for a file that is no report, or that of another run
 */
export async function readJournal(path: string, header: Header, { ids, name }: Input): Promise<Found> {
  const ledger = new Ledger(ids.length);
  let file: FileHandle;
  try {
    file = await open(path, "r");
  } catch (error) {
    if (isObject(error) && error.code === "ENOENT") return { ledger, length: 0 };
    throw refuseFile(path, "read", error);
  }
  let line = 0;
  try {
    const length = await wholeLines(file);
    if (length === 0) {
      const start = await file.readFile("utf8");
      if (!lineOf(header).startsWith(start)) throw notAReport(path);
      return { ledger, length };
    }
    const bytes = file.createReadStream({ start: 0, end: length - 1, autoClose: false });
    for await (const lines of readLines(bytes)) {
      for (const text of lines) {
        if (line++ === 0) checkHeader(path, parse(text), header, name);
        else ledger.apply(readEntry(parse(text), ids));
      }
    }
    return { ledger, length };
  } catch (error) {
    if (error instanceof Refusal) throw error;
    if (!(error instanceof TypeError)) throw refuseFile(path, "read", error);
    throw line > 1
      ? new Refusal(`${path}, line ${line}: it is damaged, or not of this run`)
      : notAReport(path);
  } finally {
    await file.close();
  }
}

/** Writes a report so that each line is on the disk before anything relies on it. */
export class Journal {
  readonly #file: FileHandle;
  #lines: string;
  /** Of the lines that wait while those before them are written. */
  #next: Promise<void> | undefined;
  #written: Promise<void> = Promise.resolve();

  /** @throws {Refusal} when the file can't be written */
  static async open(path: string, header: Header, { length }: Found): Promise<Journal> {
    try {
      const file = await open(path, "a");
      // By its name, as Windows does not cut a file that is open for appending.
      await truncate(path, length);
      if (length === 0) await syncFolder(dirname(path));
      return new Journal(file, length === 0 ? lineOf(header) : "");
    } catch (error) {
      throw refuseFile(path, "written", error);
    }
  }

  private constructor(file: FileHandle, start: string) {
    this.#file = file;
    this.#lines = start;
  }

  /** Resolves when the line is on the disk. Lines that come while others are written go there together. */
  append(entry: Entry): Promise<void> {
    this.#lines += lineOf(entry);
    // After a write that failed, every later one fails too: it would follow half a line.
    this.#next ??= this.#written = this.#written.then(async () => {
      const lines = this.#lines;
      this.#lines = "";
      this.#next = undefined;
      await this.#file.appendFile(lines);
      await this.#file.datasync();
    });
    return this.#next;
  }

  async close(): Promise<void> {
    await this.#written.catch(() => {});
    await this.#file.close();
  }
}

function lineOf(value: object): string {
  return `${JSON.stringify(value)}\n`;
}

/** @throws {TypeError} for what is no object in JSON */
function parse(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {}
  if (isObject(value)) return value;
  throw new TypeError("no JSON object");
}

function notAReport(path: string): Refusal {
  return new Refusal(`${path} is there already, and is no report of this command: name another file`);
}

function checkHeader(path: string, found: Record<string, unknown>, header: Header, input: string): void {
  if (found.report !== header.report) throw notAReport(path);
  const { account, baseUrl, sha256 } = header;
  const problems = [
    found.account !== account && `it is of account ${JSON.stringify(found.account)}, not ${account}`,
    found.baseUrl !== baseUrl && `it is of a run at ${JSON.stringify(found.baseUrl)}, not ${baseUrl}`,
    found.sha256 !== sha256 && `it is of another input than ${input} is now (see its SHA-256)`,
  ].filter((problem) => typeof problem === "string");
  if (problems.length > 0) {
    throw new Refusal(...problems.map((problem) => `${path} is the report of another run: ${problem}`));
  }
}

const outcomes = ["deleted", "gone", "unknown", "failed"] as const;

/** @throws {TypeError} for what is no line of a report on these ids */
function readEntry({ n, id, sending, ...found }: Record<string, unknown>, ids: readonly string[]): Entry {
  if (typeof n === "number" && typeof id === "string" && ids[n - 1] === id) {
    if (typeof sending === "string") return { n, id, sending };
    const outcome = outcomes.find((one) => one === found.outcome);
    if (outcome) return { n, id, outcome, again: found.again === true };
  }
  throw new TypeError("no entry");
}

/** Bytes up to the end of a file's last line feed. */
async function wholeLines(file: FileHandle): Promise<number> {
  const block = Buffer.alloc(64 * 1024);
  for (let end = (await file.stat()).size; end > 0; ) {
    const start = Math.max(0, end - block.length);
    const { bytesRead } = await file.read(block, 0, end - start, start);
    const found = block.subarray(0, bytesRead).lastIndexOf("\n");
    if (found !== -1) return start + found + 1;
    end = start;
  }
  return 0;
}

/** A new file is safe from a power cut when its folder is, too. */
async function syncFolder(folder: string): Promise<void> {
  // Windows opens no folder, and needs none of this.
  const opened = await open(folder, "r").catch(() => undefined);
  await opened?.sync().catch(() => {});
  await opened?.close();
}

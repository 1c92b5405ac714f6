import { randomUUID } from "node:crypto";
import { fstatSync, readSync, statSync } from "node:fs";
import { type FileHandle, open, truncate } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isClaim, isInPlace, lineOf, parseLine } from "./entry.js";
import { ReportError } from "./report-error.js";

// Only one process may write a report. There is no lock file that somebody would have to remove after a crash.
//
// A report only grows. Its writer adds a line at least every second, if only to show that it is alive. So a report that has not
// grown for five seconds has no writer. This needs no names of files, machines, containers or processes.
// A new writer then appends a claim that states the length of the report. The claim is valid if it is at exactly that position.
// When two processes claim at once, only the first claim is there. When the old writer is alive after all, its line is there.
// A writer that was frozen must notice a new writer before it sends anything. A line of its own keeps others away for five
// seconds, so for half of that time it need not look. After that it looks for a claim after its last line before it goes on.
// After each line it checks that the report still has its name, and everything that was written.

/** Milliseconds within which a living writer writes at least once. */
export const heartbeat = 1_000;

/** Milliseconds without a line after which a report has no writer. */
export const longestSilence = 5_000;

/** Milliseconds after a line of its own in which a writer need not look for another's claim. */
const lease = longestSilence / 2;

/**
 * Watches a report to find out whether it has a writer.
 * @param length its length in bytes when it was first seen, at `since` by `performance.now()`
 * @returns `true` if it has no writer
 */
export async function hasNoWriter(path: string, length: number, since: number): Promise<boolean> {
  while (performance.now() < since + longestSilence) {
    await sleep(heartbeat / 10);
    if (statSync(path, { throwIfNoEntry: false })?.size !== length) return false;
  }
  return true;
}

/** A file that this process alone appends to. */
export class OwnedFile {
  readonly #path: string;
  readonly #file: FileHandle;
  /** The number of bytes that are checked: they are this process's own, or were there before. */
  #length: number;
  /** Time of the last line, by `Date.now()`: this clock goes on while a process is frozen. */
  #aliveAt: number;
  /** The last append or look, as they run one at a time. After a failure all later ones fail, as they would follow half a line. */
  #last: Promise<void> = Promise.resolve();

  /**
   * Makes this process the writer of a report.
   * @param length the report's length in bytes when it had no writer
   * @param head a text to write before the claim
   * @returns `undefined` if another process is the writer
   */
  static async claim(path: string, length: number, head: string): Promise<OwnedFile | undefined> {
    const file = await open(path, "a+");
    try {
      const stat = await file.stat();
      if (!stat.isFile()) throw new ReportError(`${path} is no file`);
      const claim = lineOf({ writer: randomUUID(), from: length, at: new Date().toISOString() });
      const bytes = Buffer.from((await endsInLine(file, length)) ? `\n${head}${claim}` : `${head}${claim}`);
      const aliveAt = Date.now();
      if (stat.size === length) {
        await appendAll(file, bytes);
        const found = Buffer.alloc(bytes.length);
        await file.read(found, 0, found.length, length);
        if (found.equals(bytes)) {
          await file.datasync();
          if (length === 0) await syncFolder(dirname(path));
          return new OwnedFile(path, file, length + bytes.length, aliveAt);
        }
      }
    } catch (error) {
      await file.close();
      throw error;
    }
    await file.close();
    return undefined;
  }

  private constructor(path: string, file: FileHandle, length: number, aliveAt: number) {
    this.#path = path;
    this.#file = file;
    this.#length = length;
    this.#aliveAt = aliveAt;
  }

  /** Milliseconds since this process last showed that it is alive. */
  get age(): number {
    const age = Date.now() - this.#aliveAt;
    // The clock may have been set back.
    return age < 0 ? Number.POSITIVE_INFINITY : age;
  }

  /** `true` if no other process can have taken over the report. */
  get isSafe(): boolean {
    return this.age < lease;
  }

  /** Appends text. @throws {ReportError} when this process is no longer the writer, or the file was changed */
  append(text: string): Promise<void> {
    this.#last = this.#last.then(async () => {
      if (!this.isSafe) this.#look();
      const bytes = Buffer.from(text);
      const aliveAt = Date.now();
      await this.#write(bytes);
      this.#aliveAt = aliveAt;
      this.#look(bytes.length);
    });
    return this.#last;
  }

  /** Resolves when all appended text is on the disk. */
  sync(): Promise<void> {
    return this.#file.datasync();
  }

  async close(): Promise<void> {
    await this.#last.catch(() => {});
    await this.#file.close();
  }

  /** `true` if the file still has its name. The device number is ignored, as Windows has two forms of it. */
  get #isNamed(): boolean {
    const { ino } = fstatSync(this.#file.fd);
    return statSync(this.#path, { throwIfNoEntry: false })?.ino === ino;
  }

  /** Writes all of a text or, on a full disk, nothing if possible. */
  async #write(bytes: Buffer): Promise<void> {
    try {
      await appendAll(this.#file, bytes);
    } catch (error) {
      // By name, as Windows can't truncate a file that is open for appending.
      if (this.isSafe && this.#isNamed) await truncate(this.#path, this.#length).catch(() => {});
      throw error;
    }
  }

  /**
   * Checks the file after an append.
   * @throws {ReportError} when this process is not its writer any more, or something of it is lost
   */
  #look(added = 0): void {
    const { size } = fstatSync(this.#file.fd);
    if (!this.#isNamed) {
      throw new ReportError(
        `${this.#path} was deleted, moved or replaced while it was written: without it, the same command begins anew`,
      );
    }
    const length = this.#length + added;
    if (size < length) throw new ReportError(`${this.#path} was cut while it was written`);
    // The text may be after text of another process.
    if (size > length && hasClaim(this.#file, this.#length, size)) {
      throw new ReportError(`${this.#path} was taken over by another run, while this one did not respond`);
    }
    this.#length = size;
  }
}

/** `true` if a part of a file has a valid claim. */
function hasClaim({ fd }: FileHandle, start: number, end: number): boolean {
  const bytes = Buffer.alloc(end - start);
  readSync(fd, bytes, 0, bytes.length, start);
  let offset = start;
  for (const text of bytes.toString("latin1").split("\n")) {
    const line = parseLine(text);
    if (line && isClaim(line) && isInPlace(line, offset)) return true;
    offset += text.length + 1;
  }
  return false;
}

/** `true` if the file ends with an incomplete line. */
async function endsInLine(file: FileHandle, length: number): Promise<boolean> {
  if (length === 0) return false;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, length - 1);
  return buffer.toString() !== "\n";
}

async function appendAll(file: FileHandle, bytes: Buffer): Promise<void> {
  let rest = bytes;
  while (rest.length > 0) rest = rest.subarray((await file.write(rest)).bytesWritten);
}

/** Syncs a folder. A new file is safe from a power cut only then. */
async function syncFolder(folder: string): Promise<void> {
  // Windows can't open a folder, and need not sync it. A folder without read permission can't be synced.
  const opened = await open(folder, "r").catch(() => undefined);
  await opened?.sync().catch(() => {});
  await opened?.close();
}

import { Refusal } from "../refusal.js";
import { type Entry, type Header, lineOf } from "./entry.js";
import { heartbeat, OwnedFile } from "./owned-file.js";
import type { ReportContent } from "./report-content.js";
import { type ReportError, reportError } from "./report-error.js";

/** Number of ids in one line of the list at the start of a report. */
const idsInLine = 1_000;

/** Writes a report. Each line is on the disk before anything relies on it. */
export class Journal {
  readonly #path: string;
  readonly #file: OwnedFile;
  readonly #failure = new AbortController();
  readonly #timer: ReturnType<typeof setInterval>;
  /** The lines that wait for the write before them, and the promise of their own write. */
  #next: { lines: string[]; written: Promise<void> } | undefined;
  #written: Promise<void> = Promise.resolve();

  /**
   * Begins a report, or continues one.
   * @throws {Refusal} when there is another writer, or the file can't be written
   */
  static async open(
    path: string,
    header: Header,
    ids: readonly string[],
    found?: ReportContent,
  ): Promise<Journal> {
    try {
      const file = await OwnedFile.claim(path, found?.length ?? 0, found?.header ? "" : lineOf(header));
      if (!file) throw reportInUse(path);
      if (found?.listed !== ids.length) await writeIds(file, ids);
      return new Journal(path, file);
    } catch (error) {
      if (error instanceof Refusal) throw error;
      throw new Refusal(reportError(path, "written", error).message);
    }
  }

  private constructor(path: string, file: OwnedFile) {
    this.#path = path;
    this.#file = file;
    this.#timer = setInterval(() => this.#showLife(), heartbeat / 2);
  }

  /** Aborted with a {@link ReportError} when the report can't be written any more. */
  get failed(): AbortSignal {
    return this.#failure.signal;
  }

  /** Resolves when the line is on the disk. Lines that come during a write are written together. */
  append(entry: Entry): Promise<void> {
    if (!this.#next) {
      const lines: string[] = [];
      const written = this.#written.then(() => this.#write(lines));
      this.#next = { lines, written };
      this.#written = written;
    }
    this.#next.lines.push(lineOf(entry));
    return this.#next.written;
  }

  /** Resolves when this process is certainly the writer. Must be awaited before each request. */
  async hold(): Promise<void> {
    if (!this.#file.isSafe) await this.#showLife();
    this.failed.throwIfAborted();
  }

  /** Ends the report, so that the next run can start at once. @throws {ReportError} when a part of it is lost */
  async close(exitCode: number): Promise<void> {
    clearInterval(this.#timer);
    try {
      await this.#written.catch(() => {});
      this.failed.throwIfAborted();
      await this.#write([lineOf({ end: new Date().toISOString(), exitCode })]);
    } finally {
      await this.#file.close();
    }
  }

  async #write(lines: readonly string[]): Promise<void> {
    this.#next = undefined;
    try {
      await this.#file.append(lines.join(""));
      await this.#file.sync();
    } catch (error) {
      throw this.#fail(error);
    }
  }

  /** Writes a line if none was written for a while. */
  async #showLife(): Promise<void> {
    if (this.#file.age < heartbeat / 2) return;
    await this.#file.append(lineOf({ alive: new Date().toISOString() })).catch((error) => this.#fail(error));
  }

  #fail(error: unknown): ReportError {
    const failure = reportError(this.#path, "written", error);
    this.#failure.abort(failure);
    return failure;
  }
}

/** The refusal of a report that another run is writing. */
export function reportInUse(path: string): Refusal {
  return new Refusal(`${path} is being written by another run`);
}

async function writeIds(file: OwnedFile, ids: readonly string[]): Promise<void> {
  for (let start = 0; start < ids.length; start += idsInLine) {
    await file.append(lineOf({ first: start + 1, list: ids.slice(start, start + idsInLine) }));
  }
  await file.sync();
}

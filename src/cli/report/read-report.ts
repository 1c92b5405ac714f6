import { type FileHandle, open } from "node:fs/promises";
import { isObject } from "../../values.js";
import { Refusal, refuseFile } from "../refusal.js";
import type { Header } from "./entry.js";
import type { Ledger } from "./ledger.js";
import { reportLines } from "./report-lines.js";
import { ReportReader } from "./report-reader.js";

/** A report as it was found. */
export interface Found {
  /** Bytes of it. */
  length: number;
  /** None when it is new, or broke off in its first line. */
  header?: Header | undefined;
  /** None without a header. */
  ledger?: Ledger | undefined;
  /** Number of ids that it has a list of. */
  listed: number;
  /** These ids, where the reader had none from the input. */
  ids: readonly string[];
  /** Whether its last run ended in order, so that nobody writes it. */
  isClosed: boolean;
  /** Requests that were sent lately. */
  sent: readonly RecentRequests[];
}

/** Requests that a run sent, and when the last of them arrived at the latest, in ms since 1970. */
export interface RecentRequests {
  at: number;
  requests: number;
}

/** How to read a report. */
export interface ReadOptions {
  /** The ids of the input. @default those that the report has a list of */
  ids?: readonly string[];
  /** Looks at the header before anything else is read. */
  check?: (header: Header) => void;
  /** Requests before this moment, in ms since 1970, are of no interest. */
  since?: number;
}

/**
 * Reads a report; none where there is no file.
 * @throws {Refusal} for a file that is no report, or is damaged
 */
export async function readReport(path: string, options: ReadOptions = {}): Promise<Found | undefined> {
  let file: FileHandle;
  try {
    file = await open(path, "r");
  } catch (error) {
    if (isObject(error) && error.code === "ENOENT") return undefined;
    throw refuseFile(path, "read", error);
  }
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw new Refusal(`${path} can't be read: it is no file`);
    const reader = new ReportReader(path, options);
    for await (const lines of reportLines(file, stat.size)) for (const line of lines) reader.take(line);
    return reader.found(stat.size);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw refuseFile(path, "read", error);
  } finally {
    await file.close();
  }
}

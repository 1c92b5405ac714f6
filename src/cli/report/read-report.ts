import { type FileHandle, open } from "node:fs/promises";
import { isObject } from "../../values.js";
import { Refusal, refuseFile } from "../refusal.js";
import type { ReadOptions, ReportContent } from "./report-content.js";
import { reportLines } from "./report-lines.js";
import { ReportReader } from "./report-reader.js";

/**
 * Reads a report; `undefined` if the file does not exist.
 * @throws {Refusal} for a file that is no report, or is damaged
 */
export async function readReport(
  path: string,
  options: ReadOptions = {},
): Promise<ReportContent | undefined> {
  let file: FileHandle;
  try {
    file = await open(path, "r");
  } catch (error) {
    if (isObject(error) && error.code === "ENOENT") return undefined;
    throw refuseFile(path, "read", error);
  }
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw new Refusal(`${path} can't be read: it is not a file`);
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

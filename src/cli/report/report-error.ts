import { messageOf } from "../text.js";

/** A problem of a report during writing, which ends the run. */
export class ReportError extends Error {}

/** Names the report in an error of the file system. */
export function reportError(path: string, verb: "read" | "written", thrown: unknown): ReportError {
  if (thrown instanceof ReportError) return thrown;
  return new ReportError(`${path} can't be ${verb}: ${messageOf(thrown)}`, { cause: thrown });
}

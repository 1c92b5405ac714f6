/** What is wrong with a report while it is written; it ends the run. */
export class ReportError extends Error {}

/** What a file system said about a report, with the report's name. */
export function reportError(path: string, verb: "read" | "written", thrown: unknown): ReportError {
  if (thrown instanceof ReportError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new ReportError(`${path} can't be ${verb}: ${message}`, { cause: thrown });
}

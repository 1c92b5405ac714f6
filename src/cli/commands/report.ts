import type { Command } from "../command.js";
import type { ExitCode } from "../exit-code.js";
import { reportRun } from "../queue/report-run.js";
import { Refusal } from "../refusal.js";
import { csvLines } from "../report/csv-lines.js";
import { nextSteps } from "../report/next-steps.js";
import { readReport } from "../report/read-report.js";
import { type Result, resultOf } from "../report/result.js";
import { outcomesText, reasonsText } from "../report/text.js";
import type { Surroundings } from "../surroundings.js";
import { parseReportArguments, type ReportArguments, reportHelp } from "./report-options.js";

/** The command `report`. */
export const reportCommand: Command = {
  ...reportHelp,
  async run(args, around) {
    const { of, as } = parseReportArguments(args);
    if ("file" in of) return reportFile(of.file, as, around);
    return reportRun(of.run, as, around);
  },
};

/** Prints the state of a report, also during its run. */
async function reportFile(
  file: string,
  as: ReportArguments["as"],
  { stdout, stderr }: Surroundings,
): Promise<ExitCode> {
  const found = await readReport(file);
  if (!found) throw new Refusal(`${file} can't be read: there is no such file`);
  const { header, ledger, ids, length, isClosed } = found;
  if (!header || !ledger) throw new Refusal(`${file} is empty: its run died at its start`);
  const result: Result = resultOf(ledger.summarize((n) => ids[n - 1] ?? ""));
  if (as === "csv") for await (const text of csvLines(file, { ledger, ids, length })) stdout.write(text);
  else if (as === "json") stdout.write(`${JSON.stringify(result)}\n`);
  else {
    stdout.write(outcomesText(result) + reasonsText(result));
    for (const step of nextSteps(result, header.account, "the delete command of this run"))
      stdout.write(`${step}\n`);
  }
  if (!isClosed) stderr.write("The run has not ended in order: it is under way, or it died.\n");
  return result.exitCode;
}

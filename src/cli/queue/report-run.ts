import type { DurableOutcome } from "../../durable/index.js";
import type { ReportArguments } from "../commands/report-options.js";
import { type ExitCode, exitCodes } from "../exit-code.js";
import { csvHeader, csvRecord } from "../report/csv.js";
import { type Row, reasonOf } from "../report/row.js";
import { Summarizer, type Summary } from "../report/summary.js";
import { outcomesText, reasonsText } from "../report/text.js";
import type { Surroundings } from "../surroundings.js";
import { count, printable } from "../text.js";
import { openQueue } from "./database.js";
import { loadEngine } from "./engine.js";
import { refuseInput } from "./refuse-input.js";

/** Prints the outcomes of a run on the queue, like the report of a file. */
export async function reportRun(
  run: string,
  as: ReportArguments["as"],
  around: Surroundings,
): Promise<ExitCode> {
  const engine = await loadEngine();
  await using queue = await openQueue(engine, around);
  const outcomes = engine.readDeletes(queue.client, run);
  const summary = await summarize(outcomes, as === "csv" ? around.stdout : undefined).catch(refuseInput);
  const { ids, deleted, gone } = summary;
  const exitCode = exitCodes[deleted + gone === ids ? "complete" : "incomplete"].code;
  if (as === "json") around.stdout.write(`${JSON.stringify({ exitCode, ...summary })}\n`);
  if (as === "text") {
    const steps = nextSteps(summary, run).map((step) => `${step}\n`);
    around.stdout.write(outcomesText(summary) + reasonsText(summary) + steps.join(""));
  }
  return exitCode;
}

/** Counts the outcomes, and writes them as CSV if there is something to write to. */
async function summarize(
  outcomes: AsyncIterable<DurableOutcome>,
  csv: Surroundings["stdout"] | undefined,
): Promise<Summary> {
  const summarizer = new Summarizer();
  let header = csvHeader;
  for await (const outcome of outcomes) {
    const row = rowOf(outcome);
    summarizer.add(row);
    csv?.write(header + csvRecord(row));
    header = "";
  }
  return summarizer.summary;
}

function rowOf(settled: DurableOutcome): Row {
  const { id, outcome, attempts, isSettled, confirmedId, at, mayHaveBeenApplied } = settled;
  const time = at === undefined ? undefined : new Date(at).toISOString();
  const row = { id, at: time, outcome, again: !isSettled, attempts, confirmedId };
  if (outcome !== "gone") return { ...row, ...(settled.error && reasonOf(settled.error)) };
  const doubt = mayHaveBeenApplied && "an earlier request may be what deleted it";
  return { ...row, status: 404, reason: doubt || undefined };
}

/** Sentences on what to do now. */
function nextSteps({ ids, left, gone, failed, unknown }: Summary, run: string): string[] {
  const again = `Once the cause is fixed, enqueue with --retry-failed queues ${count(failed + unknown, "contact")} again.`;
  const steps = [
    left > 0 && `${left} left: the command work sends what is left.`,
    unknown > 0 &&
      left === 0 &&
      `${unknown} may be deleted: look in the CRM before you queue any of them again.`,
    failed + unknown > 0 && left === 0 && again,
    gone === ids &&
      `Every contact was gone, and none deleted: is the account of ${printable(run)} the right one, and are the ids those of the CRM?`,
  ];
  return steps.filter((step) => typeof step === "string");
}

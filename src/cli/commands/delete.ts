import { access, constants } from "node:fs/promises";
import { dirname } from "node:path";
import type { TrutoClient } from "../../client.js";
import { createClient } from "../client.js";
import type { Command } from "../command.js";
import { type ExitCode, exitCodes } from "../exit-code.js";
import { type Input, readIds } from "../input/read-ids.js";
import { drainText, Interrupted, Interrupts } from "../interrupts.js";
import { useProxy } from "../proxy.js";
import { refuseFile } from "../refusal.js";
import { checkHeader } from "../report/check-header.js";
import type { Header } from "../report/entry.js";
import { Journal, reportInUse } from "../report/journal.js";
import { Ledger } from "../report/ledger.js";
import { nextSteps } from "../report/next-steps.js";
import { hasNoWriter, longestSilence } from "../report/owned-file.js";
import { readReport } from "../report/read-report.js";
import type { ReportContent } from "../report/report-content.js";
import { type EarlyEnd, exitCodeOf, type Result, resultOf } from "../report/result.js";
import { outcomesText, reasonsText } from "../report/text.js";
import { confirm } from "../screen/confirm.js";
import { ProgressLine } from "../screen/progress.js";
import { canRedraw } from "../screen/terminal.js";
import type { Surroundings } from "../surroundings.js";
import { count, duration, printable } from "../text.js";
import { version } from "../version.js";
import { type DeleteArguments, deleteHelp, parseDeleteArguments } from "./delete-options.js";
import { run } from "./run.js";

/** The command `delete`. */
export const deleteCommand: Command = {
  ...deleteHelp,
  async run(args, around) {
    const parsed = parseDeleteArguments(args);
    const result = await deleteFromFile(parsed, around);
    if (parsed.json) around.stdout.write(`${JSON.stringify(result)}\n`);
    else printResult(result, parsed, around);
    return result.exitCode;
  },
};

function printResult(
  result: Result,
  { dryRun, account }: DeleteArguments,
  { stdout, stderr }: Surroundings,
): void {
  const { stopped } = result;
  if (stopped !== undefined) stderr.write(`Stopped: ${stopped.replace(/^stopped /, "")}\n`);
  stdout.write(outcomesText(result));
  stderr.write(reasonsText(result));
  const steps = dryRun ? ["Nothing was sent."] : nextSteps(result, account);
  for (const step of steps) stderr.write(`${step}\n`);
}

/** The contacts to delete, and what an earlier run has done of them. */
interface Job {
  args: DeleteArguments;
  input: Input;
  header: Header;
  ledger: Ledger;
  /** The report of the earlier run. */
  found: ReportContent | undefined;
}

/**
 * Deletes the contacts whose ids are in a file.
 * @throws {Refusal} before anything is sent
 */
async function deleteFromFile(args: DeleteArguments, around: Surroundings): Promise<Result> {
  const truto = createClient(args.dryRun ? "not-used" : around.env.TRUTO_API_TOKEN, args);
  if (!args.dryRun) useProxy(args, around.env);
  const interrupts = new Interrupts(around);
  let exitCode: ExitCode = exitCodes.refused.code;
  try {
    const result = await deleteJob(truto, args, around, interrupts);
    exitCode = result.exitCode;
    return result;
  } finally {
    interrupts.end(exitCode);
  }
}

async function deleteJob(
  truto: TrutoClient,
  args: DeleteArguments,
  around: Surroundings,
  interrupts: Interrupts,
): Promise<Result> {
  const input = await readIds(args, around.stdin);
  const since = performance.now();
  const job = await readJob(args, input);
  const { ledger, found } = job;
  const summarize = () => ledger.summarize((n) => input.ids[n - 1] ?? "");
  if (args.dryRun) {
    around.stderr.write(announcement(job));
    return { ...resultOf(summarize()), exitCode: exitCodes.complete.code };
  }
  if (ledger.left === 0) return resultOf(summarize());
  await checkWritable(args.report, found);
  if (found) await watch(args.report, found, since, around);
  around.stderr.write(announcement(job));
  await confirm(ledger, args, around);
  const end = await send(truto, job, around, interrupts);
  return resultOf(summarize(), end);
}

async function readJob(args: DeleteArguments, input: Input): Promise<Job> {
  const { account, baseUrl, report, limit } = args;
  const { ids, sha256, name } = input;
  const header: Header = {
    report: "truto-crm-client delete",
    version,
    account,
    baseUrl,
    sha256,
    ids: ids.length,
  };
  const check = (other: Header) => checkHeader(report, other, header, name);
  const since = Date.now() - limit.seconds * 1_000;
  const found = report ? await readReport(report, { ids, check, since }) : undefined;
  const ledger = found?.ledger ?? new Ledger(ids.length);
  if (args.retryFailed) ledger.reopen();
  return { args, input, header, ledger, found };
}

/** Checks that the report can be written, before the question is asked. @throws {Refusal} */
async function checkWritable(report: string, found: ReportContent | undefined): Promise<void> {
  try {
    await access(found ? report : dirname(report), constants.W_OK);
  } catch (error) {
    throw refuseFile(report, "written", error);
  }
}

/** Checks that no process is writing a report, if its last run has not ended in order. @throws {Refusal} if one is */
async function watch(
  report: string,
  { length, isClosed }: ReportContent,
  since: number,
  around: Surroundings,
): Promise<void> {
  if (isClosed || length === 0) return;
  const seconds = longestSilence / 1_000;
  around.stderr.write(
    `The last run of ${printable(report)} did not end in order: checking for ${seconds} s whether it still runs.\n`,
  );
  if (!(await hasNoWriter(report, length, since))) throw reportInUse(report);
}

/** A summary of the run for the confirmation. */
function announcement({ args, input, ledger }: Job): string {
  const { account, baseUrl, limit } = args;
  const { ids, left } = ledger;
  const where = account ? ` in account ${printable(account)} at ${printable(baseUrl)}` : "";
  const { requests, seconds } = limit;
  const time = duration((left * seconds * 1_000) / requests);
  return `${input.name} has ${count(ids, "id")}, of which ${left} ${left === 1 ? "is" : "are"} left to delete${where}.
That takes about ${time} at ${count(requests, "request")} in ${seconds} s, and can't be undone.
`;
}

async function send(
  truto: TrutoClient,
  { args, input, header, ledger, found }: Job,
  around: Surroundings,
  interrupts: Interrupts,
): Promise<EarlyEnd | undefined> {
  const journal = await Journal.open(args.report, header, input.ids, found);
  const progress = new ProgressLine(around.stderr, ledger, {
    limit: args.limit,
    canRedraw: canRedraw(around),
  });
  const interruption = new AbortController();
  interrupts.drainBy(() => {
    progress.say(drainText);
    interruption.abort(new Interrupted());
  });
  const { signal } = interruption;
  const sentBefore = (found?.sent ?? []).flatMap(({ at, requests }) => {
    return Array<number>(Math.min(requests, args.limit.requests)).fill(at);
  });
  const end = await run({ truto, ids: input.ids, args, ledger, journal, progress, sentBefore, signal });
  progress.end();
  const { deleted, gone } = ledger.tally();
  try {
    await journal.close(exitCodeOf(ledger.ids - deleted - gone, end));
  } catch (reason) {
    return end ?? { reason };
  }
  return end;
}

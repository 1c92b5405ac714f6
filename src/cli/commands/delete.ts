import type { TrutoClient } from "../../client.js";
import { createClient } from "../client.js";
import type { Command } from "../command.js";
import { exitCodes } from "../exit-code.js";
import { type Input, readIds } from "../input/read-ids.js";
import { Interrupted, Interrupts } from "../interrupts.js";
import { type Found, type Header, Journal, readJournal } from "../report/journal.js";
import { Ledger } from "../report/ledger.js";
import { lock } from "../report/lock.js";
import { type Result, resultOf } from "../report/result.js";
import { confirm } from "../screen/confirm.js";
import { ProgressLine } from "../screen/progress.js";
import type { Surroundings } from "../surroundings.js";
import { count, countsText, duration, printable } from "../text.js";
import { version } from "../version.js";
import { type DeleteArguments, deleteHelp, parseDeleteArguments } from "./delete-options.js";
import { type EarlyEnd, run } from "./run.js";

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

function printResult(result: Result, args: DeleteArguments, { stdout, stderr }: Surroundings): void {
  const { stopped, ids, left, deleted, gone, unknown, failed, unsent } = result;
  if (stopped !== undefined) stderr.write(`Stopped: ${stopped.replace(/^stopped /, "")}\n`);
  stdout.write(`${count(ids, "id")}: ${countsText({ deleted, gone, unknown, failed, unsent })}\n`);
  if (unknown + failed > 0) stderr.write(`Why is in ${printable(args.report)}.\n`);
  if (args.dryRun) stderr.write("Nothing was sent.\n");
  else if (left > 0)
    stderr.write(`${left} left: the same command goes on with ${left === 1 ? "it" : "them"}.\n`);
}

/**
 * Deletes the contacts whose ids are in a file.
 * @throws {Refusal} before anything is sent
 */
async function deleteFromFile(args: DeleteArguments, around: Surroundings): Promise<Result> {
  const truto = createClient(args.dryRun ? "not-used" : around.env.TRUTO_API_TOKEN, args);
  const input = await readIds(args.from, around.stdin);
  const { account, baseUrl, report } = args;
  const { ids, sha256 } = input;
  const header: Header = {
    report: "truto-crm-client delete",
    version,
    account,
    baseUrl,
    sha256,
    ids: ids.length,
  };
  if (args.dryRun) {
    const { ledger } = report ? await readJournal(report, header, input) : { ledger: new Ledger(ids.length) };
    around.stderr.write(announcement(args, input, ledger));
    return { ...resultOf(ledger), exitCode: exitCodes.complete.code };
  }
  const unlock = await lock(report);
  const interrupts = new Interrupts(around);
  try {
    const found = await readJournal(report, header, input);
    if (found.ledger.left === 0) return resultOf(found.ledger);
    around.stderr.write(announcement(args, input, found.ledger));
    await confirm(found.ledger, args, around);
    const end = await send(truto, { args, input, header, found, around, interrupts });
    return resultOf(found.ledger, end);
  } finally {
    interrupts.end();
    unlock();
  }
}

/** What is about to happen. */
function announcement({ account, baseUrl, limit }: DeleteArguments, input: Input, ledger: Ledger): string {
  const { ids, left } = ledger;
  const where = account ? ` in account ${printable(account)} at ${printable(baseUrl)}` : "";
  const { requests, seconds } = limit;
  const time = duration((left * seconds * 1_000) / requests);
  return `${input.name} has ${count(ids, "id")}, of which ${left} ${left === 1 ? "is" : "are"} left to delete${where}.
That takes about ${time} at ${count(requests, "request")} in ${seconds} s, and can't be undone.
`;
}

/** What is sent, and what shows it. */
interface Sending {
  args: DeleteArguments;
  input: Input;
  header: Header;
  found: Found;
  around: Surroundings;
  interrupts: Interrupts;
}

async function send(
  truto: TrutoClient,
  { args, input, header, found, around, interrupts }: Sending,
): Promise<EarlyEnd | undefined> {
  const { ledger } = found;
  const journal = await Journal.open(args.report, header, found);
  const progress = new ProgressLine(around.stderr, ledger);
  const interruption = new AbortController();
  interrupts.drainBy(() => {
    progress.say("Interrupted: what is under way ends first; interrupt again to end at once.");
    interruption.abort(new Interrupted());
  });
  try {
    const { signal } = interruption;
    return await run({ truto, ids: input.ids, args, ledger, journal, progress, signal });
  } finally {
    progress.end();
    await journal.close();
  }
}

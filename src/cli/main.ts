import { type DeleteArguments, help, parseCommand } from "./arguments.js";
import { deleteFromFile } from "./commands/delete.js";
import { type ExitCode, exitCodes } from "./exit-code.js";
import { Refusal } from "./refusal.js";
import type { Result } from "./report/result.js";
import type { Surroundings } from "./surroundings.js";
import { count, countsText, printable } from "./text.js";
import { version } from "./version.js";

/** Does what the arguments ask for; resolves to the exit code. */
export async function main(args: string[], around: Surroundings): Promise<ExitCode> {
  try {
    const command = parseCommand(args);
    if (command.name !== "delete") {
      around.stdout.write(command.name === "help" ? help : `${version}\n`);
      return exitCodes.complete.code;
    }
    const result = await deleteFromFile(command.args, around);
    if (command.args.json) around.stdout.write(`${JSON.stringify(result)}\n`);
    else printResult(result, command.args, around);
    return result.exitCode;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const problems = error.problems.map(printable);
    const exitCode = exitCodes.refused.code;
    if (args.includes("--json")) around.stdout.write(`${JSON.stringify({ exitCode, problems })}\n`);
    else around.stderr.write(problems.map((problem) => `${problem}\n`).join(""));
    return exitCode;
  }
}

function printResult(result: Result, args: DeleteArguments, { stdout, stderr }: Surroundings): void {
  const { stopped, ids, left, deleted, gone, unknown, failed, unsent } = result;
  if (stopped !== undefined) stderr.write(`Stopped: ${stopped.replace(/^stopped /, "")}\n`);
  stdout.write(`${count(ids, "id")}: ${countsText({ deleted, gone, unknown, failed, unsent })}\n`);
  if (unknown + failed > 0) stderr.write(`Why is in ${printable(args.report)}.\n`);
  if (args.dryRun) stderr.write("Nothing was sent.\n");
  else if (left > 0)
    stderr.write(`${left} left: the same command goes on with ${left === 1 ? "it" : "them"}.\n`);
}

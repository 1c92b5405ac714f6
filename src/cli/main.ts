import { nearestName } from "../options/names.js";
import type { Command } from "./command.js";
import { commands } from "./commands/table.js";
import { type ExitCode, exitCodes } from "./exit-code.js";
import { commandHelp, program, programHelp } from "./help.js";
import { Refusal } from "./refusal.js";
import type { Surroundings } from "./surroundings.js";
import { printable } from "./text.js";
import { version } from "./version.js";

/** Runs the command in the arguments; resolves to the exit code. */
export async function main(args: string[], around: Surroundings): Promise<ExitCode> {
  try {
    const text = textFor(args);
    if (text === undefined) {
      const [name = "", ...rest] = args;
      return await commandOf(name).run(rest, around);
    }
    around.stdout.write(text);
    return exitCodes.complete.code;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const problems = error.problems.map(printable);
    const exitCode = exitCodes.refused.code;
    if (args.includes("--json")) around.stdout.write(`${JSON.stringify({ exitCode, problems })}\n`);
    else around.stderr.write(problems.map((problem) => `${program}: ${problem}\n`).join(""));
    return exitCode;
  }
}

/** The help or the version, if the arguments ask for one, even with other mistakes. */
function textFor(args: string[]): string | undefined {
  const asks = (...names: string[]) => args.some((arg) => names.includes(arg));
  const [first, second] = args;
  if (first === "help" || asks("-h", "--help")) {
    const name = [first, second].find((one) => one !== "help" && !one?.startsWith("-"));
    return name === undefined ? programHelp(commands) : commandHelp(name, commandOf(name));
  }
  return asks("-v", "--version") ? `${version}\n` : undefined;
}

function commandOf(name: string): Command {
  const command = commands.get(name);
  if (command) return command;
  const names = [...commands.keys()];
  const all = `the commands are ${names.join(", ")}; see --help`;
  if (name === "" || name.startsWith("-")) throw new Refusal(`name a command first: ${all}`);
  const near = nearestName(name, names);
  throw new Refusal(`there is no command ${name}: ${near ? `did you mean ${near}?` : all}`);
}

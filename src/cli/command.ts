import type { OptionTable } from "./arguments.js";
import type { ExitCode, exitCodes } from "./exit-code.js";
import type { Surroundings } from "./surroundings.js";

/** A command of the program, with its help. */
export interface Command {
  /** A line in the list of commands. */
  summary: string;
  /** The arguments in the usage line. */
  usage: string;
  /** The description, in lines of at most 120 characters. */
  text: string;
  options: OptionTable;
  /** The environment variables that it reads, with their meanings. */
  environment?: Readonly<Record<string, string>>;
  /** Its exit codes. */
  exitCodes: readonly (keyof typeof exitCodes)[];
  /** Examples, without the program's name. */
  examples: readonly string[];
  /**
   * Runs the command.
   * @param args the arguments after the command's name
   * @throws {Refusal} if it does nothing
   */
  run(args: readonly string[], around: Surroundings): Promise<ExitCode>;
}

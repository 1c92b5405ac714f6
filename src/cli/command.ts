import type { OptionTable } from "./arguments.js";
import type { ExitCode, exitCodes } from "./exit-code.js";
import type { Surroundings } from "./surroundings.js";

/** A command of the program: what its help says of it, and what it does. */
export interface Command {
  /** A line in the list of commands. */
  summary: string;
  /** What follows the command's name where it is typed. */
  usage: string;
  /** What it does, in lines of at most 120 characters. */
  text: string;
  options: OptionTable;
  /** Environment variables that it reads, each with its meaning. */
  environment?: Readonly<Record<string, string>>;
  /** The ways in which it ends. */
  exitCodes: readonly (keyof typeof exitCodes)[];
  /** What to type, after the program's name. */
  examples: readonly string[];
  /**
   * Does it.
   * @param args what follows the command's name
   * @throws {Refusal} when it does nothing
   */
  run(args: readonly string[], around: Surroundings): Promise<ExitCode>;
}

import { messageOf } from "./text.js";

/** The reason why nothing was sent: invalid arguments, ids or report. */
export class Refusal extends Error {
  /** A sentence for each problem. */
  readonly problems: readonly string[];

  constructor(...problems: string[]) {
    super(problems.join("\n"));
    this.problems = problems;
  }
}

/** A refusal for a file that can't be opened, read or written. */
export function refuseFile(file: string, verb: "read" | "written", thrown: unknown): Refusal {
  return new Refusal(`${file} can't be ${verb}: ${messageOf(thrown)}`);
}

/** Why nothing was sent: arguments, ids or a report that can't be. */
export class Refusal extends Error {
  /** A sentence for each thing that is wrong. */
  readonly problems: readonly string[];

  constructor(...problems: string[]) {
    super(problems.join("\n"));
    this.problems = problems;
  }
}

/** A refusal because of a file that can't be opened, read or written. */
export function refuseFile(file: string, verb: "read" | "written", thrown: unknown): Refusal {
  return new Refusal(`${file} can't be ${verb}: ${thrown instanceof Error ? thrown.message : thrown}`);
}

import { parseOptions } from "../arguments.js";
import type { Command } from "../command.js";
import { Refusal } from "../refusal.js";

/** The options of `report`. */
export interface ReportArguments {
  /** The report of a delete, or the name of a run on the queue. */
  of: { file: string } | { run: string };
  as: "text" | "json" | "csv";
}

const options = {
  run: { type: "string", value: "<name>", text: "the run on the queue to report, instead of a file" },
  json: { type: "boolean", text: "print counts and reasons as JSON" },
  csv: { type: "boolean", text: "print a line for each contact as CSV" },
} as const;

/** The help of `report`. */
export const reportHelp = {
  summary: "say what became of the contacts of a run, and why",
  usage: "<file> | --run <name> [--json | --csv]",
  text: "Says what a run has done so far: the number of contacts with each outcome, the reasons, and what to type next.",
  options,
  environment: { DATABASE_URL: "the database of the queue, for --run" },
  exitCodes: ["complete", "incomplete", "refused"],
  examples: [
    "report run.ndjson",
    "report run.ndjson --csv > contacts.csv",
    "report --run offboarding-7 --json",
  ],
} as const satisfies Omit<Command, "run">;

/** Reads the arguments of `report`. @throws {Refusal} for invalid ones */
export function parseReportArguments(args: readonly string[]): ReportArguments {
  const { values, positionals } = parseOptions(options, args);
  const [file, second] = positionals;
  if (second !== undefined) throw new Refusal(`"${second}" is one file too many`);
  if (values.json && values.csv) throw new Refusal("--json and --csv exclude each other");
  const as = (values.json && "json") || (values.csv && "csv") || "text";
  if (file && !values.run) return { of: { file }, as };
  if (values.run && !file) return { of: { run: values.run }, as };
  throw new Refusal("name the file of a report, or a run on the queue with --run <name>: one of the two");
}

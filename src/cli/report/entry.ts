import { isObject } from "../../values.js";
import type { Row } from "./row.js";

/** The first line of a report: the input and the account of the run. */
export interface Header {
  report: "truto-crm-client delete";
  /** Version of the program that began it. */
  version: string;
  account: string;
  baseUrl: string;
  /** The SHA-256 of the input. */
  sha256: string;
  ids: number;
}

/** An entry for one id; the last one of an id is valid. */
export type Entry = {
  /** The id's line in the input, from 1. */
  n: number;
  id: string;
  /** Time of writing, in ISO 8601. */
  at?: string | undefined;
} & (
  | {
      /** The idempotency key of the request that follows. */
      sending: string;
    }
  | {
      /** `unsent`: the announced request was not sent, and the state from before its announcement is valid again. */
      outcome: Row["outcome"];
      /** `true` if the next run sends it again. */
      again?: boolean | undefined;
      /** Requests that this run sent for it. @default 1 */
      attempts?: number | undefined;
      /** For `gone`: `true` if an earlier request may have deleted it. */
      mayHaveBeenApplied?: boolean | undefined;
      status?: number | undefined;
      reason?: string | undefined;
      confirmedId?: string | undefined;
    }
);

/** A line that makes a process the writer of a report, if the line is at the position that it states. */
export interface Claim {
  /** A random text, different for each process. */
  writer: string;
  /** The number of bytes in the report before it. */
  from: number;
}

/** A part of the list of ids, so that a report can be read without the input. */
export interface IdList {
  /** The line of the first of them in the input. */
  first: number;
  list: readonly string[];
}

/** A line of a report, as text. */
export function lineOf(value: object): string {
  return `${JSON.stringify(value)}\n`;
}

/** Reads a line; `undefined` if it is not a JSON object, such as a torn line. */
export function parseLine(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isClaim(line: object): line is Claim {
  return (
    "writer" in line && typeof line.writer === "string" && "from" in line && typeof line.from === "number"
  );
}

/** `true` if a claim is at its stated position; the line feed of a torn line may precede it. */
export function isInPlace({ from }: Claim, offset: number): boolean {
  return from === offset || from + 1 === offset;
}

export function isIdList(line: object): line is IdList {
  return "first" in line && typeof line.first === "number" && "list" in line && Array.isArray(line.list);
}

/** The beginning of every report. */
const start = '{"report":"truto-crm-client delete"';

/** `true` if a torn text may be the beginning of a report. */
export function mayBecomeHeader(text: string): boolean {
  return text.startsWith(start) || start.startsWith(text);
}

export function isHeader(line: object): line is Header {
  return (
    "report" in line &&
    line.report === "truto-crm-client delete" &&
    "ids" in line &&
    Number.isSafeInteger(line.ids) &&
    Number(line.ids) > 0
  );
}

const outcomes: ReadonlySet<unknown> = new Set<Row["outcome"]>([
  "deleted",
  "gone",
  "unknown",
  "failed",
  "unsent",
]);

/** `true` if an entry is about the id in its line of the input. */
export function isEntry(
  line: Record<string, unknown>,
  idAt: (n: number) => string | undefined,
): line is Record<string, unknown> & Entry {
  const { n, id, sending, outcome } = line;
  if (typeof n !== "number" || typeof id !== "string" || idAt(n) !== id) return false;
  return typeof sending === "string" || outcomes.has(outcome);
}

import { isObject } from "../../values.js";
import type { Row } from "./row.js";

/** The first line of a report: what the run deletes, and where. */
export interface Header {
  report: "truto-crm-client delete";
  /** Of the program that began it. */
  version: string;
  account: string;
  baseUrl: string;
  /** Of the input. */
  sha256: string;
  ids: number;
}

/** What a line says of one id; the last one of an id holds. */
export type Entry = {
  /** The id's line in the input, from 1. */
  n: number;
  id: string;
  /** When it was written, in ISO 8601. */
  at?: string | undefined;
} & (
  | {
      /** The idempotency key of the request that follows. */
      sending: string;
    }
  | {
      /** `unsent` takes back that it would be sent: what the lines before said holds again. */
      outcome: Row["outcome"];
      /** Whether the next run sends it again. */
      again?: boolean | undefined;
      /** Requests that this run sent for it. @default 1 */
      attempts?: number | undefined;
      /** Of `gone`: whether a request before may be what deleted it. */
      mayHaveBeenApplied?: boolean | undefined;
      status?: number | undefined;
      reason?: string | undefined;
      confirmedId?: string | undefined;
    }
);

/** A line that makes a process the writer of a report, if it lies where it says. */
export interface Claim {
  /** Different for each process. */
  writer: string;
  /** Bytes of the report before it. */
  from: number;
}

/** A part of the ids, so that a report tells of all of them without the input. */
export interface IdList {
  /** Line of the first one in the input. */
  first: number;
  list: readonly string[];
}

/** A line of a report, as text. */
export function lineOf(value: object): string {
  return `${JSON.stringify(value)}\n`;
}

/** Reads a line; none when it is no object in JSON, such as one that broke off. */
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

/** Whether a claim lies where it says; before it may be the line feed of a line that broke off. */
export function holds({ from }: Claim, offset: number): boolean {
  return from === offset || from + 1 === offset;
}

export function isIdList(line: object): line is IdList {
  return "first" in line && typeof line.first === "number" && "list" in line && Array.isArray(line.list);
}

/** The beginning of every report. */
const start = '{"report":"truto-crm-client delete"';

/** Whether a text that broke off may be the beginning of a report. */
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

/** Whether a line says something of the id that stands in that line of the input. */
export function isEntry(
  line: Record<string, unknown>,
  idAt: (n: number) => string | undefined,
): line is Record<string, unknown> & Entry {
  const { n, id, sending, outcome } = line;
  if (typeof n !== "number" || typeof id !== "string" || idAt(n) !== id) return false;
  return typeof sending === "string" || outcomes.has(outcome);
}

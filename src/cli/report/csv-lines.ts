import { open } from "node:fs/promises";
import { csvHeader, csvRecord } from "./csv.js";
import { type Entry, isEntry, parseLine } from "./entry.js";
import type { Ledger } from "./ledger.js";
import { unrecorded } from "./reason-table.js";
import { reportLines } from "./report-lines.js";
import type { Row } from "./row.js";

/** Number of unsent contacts in a part. */
const batch = 1_000;

/** A report that has been read. */
interface ReadReport {
  ledger: Ledger;
  ids: readonly string[];
  /** The length of the report in bytes. */
  length: number;
}

/**
 * A report as CSV, in parts: first the contacts that were sent, in the order in which they settled, then the others. It reads
 * the report a second time, so that the rows of millions of contacts need not stay in memory.
 */
export async function* csvLines(path: string, { ledger, ids, length }: ReadReport): AsyncGenerator<string> {
  yield csvHeader;
  const file = await open(path, "r");
  try {
    let number = 0;
    for await (const lines of reportLines(file, length)) {
      let records = "";
      for (const { text } of lines) {
        number++;
        const line = parseLine(text);
        if (!line || !isEntry(line, (n) => ids[n - 1]) || ledger.line(line.n) !== number) continue;
        records += csvRecord(rowOf(line));
      }
      yield records;
    }
  } finally {
    await file.close();
  }
  for (let start = 0; start < ids.length; start += batch) {
    const unsent = ids.slice(start, start + batch).filter((_, index) => ledger.line(start + index + 1) === 0);
    yield unsent.map((id) => csvRecord({ id, outcome: "unsent", again: true })).join("");
  }
}

function rowOf(entry: Entry): Row {
  const { id, at } = entry;
  if ("sending" in entry) {
    return { id, at, outcome: "unknown", again: true, reason: unrecorded };
  }
  const { outcome, again = false, attempts = 1, confirmedId } = entry;
  const isGone = outcome === "gone";
  const status = isGone ? 404 : entry.status;
  const doubt = entry.mayHaveBeenApplied ? "an earlier request may be what deleted it" : undefined;
  const reason = isGone ? doubt : entry.reason;
  return { id, outcome, again, status, reason, attempts, at, confirmedId };
}

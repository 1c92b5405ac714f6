import { open } from "node:fs/promises";
import { csvHeader, csvRecord } from "./csv.js";
import { type Entry, isEntry, parseLine } from "./entry.js";
import type { Ledger } from "./ledger.js";
import { unrecorded } from "./reason-table.js";
import { reportLines } from "./report-lines.js";
import type { Row } from "./row.js";

/** Number of characters in a part. */
const batch = 64 * 1024;

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
  let text = csvHeader;
  for await (const row of rowsOf(path, { ledger, ids, length })) {
    text += csvRecord(row);
    if (text.length < batch) continue;
    yield text;
    text = "";
  }
  yield text;
}

async function* rowsOf(path: string, { ledger, ids, length }: ReadReport): AsyncGenerator<Row> {
  const file = await open(path, "r");
  try {
    let number = 0;
    for await (const lines of reportLines(file, length)) {
      for (const { text } of lines) {
        number++;
        const line = parseLine(text);
        if (line && isEntry(line, (n) => ids[n - 1]) && ledger.line(line.n) === number) yield rowOf(line);
      }
    }
  } finally {
    await file.close();
  }
  for (const [index, id] of ids.entries()) {
    if (ledger.line(index + 1) === 0) yield { id, outcome: "unsent", again: true };
  }
}

function rowOf(entry: Entry): Row {
  const { id, at } = entry;
  if ("sending" in entry) {
    return { id, at, outcome: "unknown", again: true, reason: unrecorded };
  }
  const { outcome, again = false, attempts = 1, status, reason, confirmedId } = entry;
  const row = { id, at, outcome, again, attempts, confirmedId };
  if (outcome !== "gone") return { ...row, status, reason };
  const doubt = entry.mayHaveBeenApplied && "an earlier request may be what deleted it";
  return { ...row, status: 404, reason: doubt || undefined };
}

import { open } from "node:fs/promises";
import { csvHeader, csvRecord } from "./csv.js";
import { type Entry, isEntry, parseLine } from "./entry.js";
import type { Ledger } from "./ledger.js";
import { unrecorded } from "./reason-table.js";
import { reportLines } from "./report-lines.js";
import type { Row } from "./row.js";

/** Characters that are given away together. */
const batch = 64 * 1024;

/** A report whose lines have been taken in. */
interface ReadReport {
  ledger: Ledger;
  ids: readonly string[];
  /** Bytes of it. */
  length: number;
}

/**
 * A report as CSV, in parts of some size: first the contacts that were sent, in the order in which they settled, then the others.
 * It reads the report once more, so that the rows of millions of contacts need not be kept.
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

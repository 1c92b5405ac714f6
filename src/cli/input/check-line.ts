import { TrutoInputError } from "../../errors.js";
import { encodePath } from "../../transport/url.js";
import { printable } from "../text.js";
import type { Kind } from "./kind.js";

/** Texts that programs write for a missing value. */
const placeholders = new Set([
  "null",
  "undefined",
  "nan",
  "none",
  "nil",
  "n/a",
  "na",
  "true",
  "false",
  "\\n",
]);

/** Names of columns that don't say "id". */
const columns = new Set([
  "contact",
  "contacts",
  "record",
  "name",
  "key",
  "vid",
  "guid",
  "uuid",
  "identifier",
]);
const runTogether = new Set(["contactid", "recordid", "objectid", "remoteid", "externalid", "crmid"]);

/** Rules for every line, each with its message. */
const rules: [test: (id: string) => boolean, problem: string][] = [
  [(id) => /[,;|\t]/.test(id), "has a separator: give one id a line, not the columns of a CSV file"],
  [(id) => /["'`“”‘’]/.test(id), "has a quote: give the ids without quotes"],
  [(id) => placeholders.has(id.toLowerCase()), "stands for a value that is missing"],
  [(id) => /^(#|\/\/|--|\/\*|<!--)/.test(id), "is a comment, a line or an error of a spreadsheet"],
  [(id) => /^[([{<].*[)\]}>]$/.test(id), "is in brackets"],
  [(id) => /^[^\s@]+@[^\s@]+$/.test(id), "is an e-mail address: give the id that the CRM has for it"],
  [(id) => /^([a-z][a-z\d+.-]*:\/\/|www\.)/i.test(id), "is a URL: give the id alone"],
  [
    isSpreadsheetNumber,
    "is a number as spreadsheets write it, which may have lost digits: export ids as text",
  ],
];

/** `1.61480558E+13`, `101.0`, `1e+5`, but not `12e5`, which may be a hexadecimal id. */
function isSpreadsheetNumber(id: string): boolean {
  return /^[+-]?\d*\.\d*(e[+-]?\d+)?$/i.test(id) || /^[+-]?\d+e[+-]\d+$/i.test(id);
}

/** `id`, `Record ID`, `contact_id`, `contactId`. */
function isColumnName(text: string): boolean {
  const name = text.toLowerCase();
  return (
    columns.has(name) ||
    runTogether.has(name) ||
    /(^|[\s_.:-])ids?([\s_.:-]|$)/.test(name) ||
    /^[A-Za-z]*[a-z]I[dD]s?$/.test(text)
  );
}

/** The characters of nearly all ids. No rule concerns them. */
const plain: ReadonlySet<Kind> = new Set(["digits", "letters and digits", "UUID"]);

/** The reason why a line is not a valid id, if any. */
export function problemOfLine(id: string, line: number, kind: Kind): string | undefined {
  if (plain.has(kind)) return undefined;
  const broken = rules.find(([test]) => test(id));
  if (broken) return `${quote(id)} ${broken[1]}`;
  if (line === 1 && isColumnName(id)) return `${quote(id)} is the name of a column: begin with the first id`;
  try {
    encodePath("{id}", { id });
  } catch (error) {
    if (error instanceof TrutoInputError) return error.message.replace(/^id\b/, quote(id));
    throw error;
  }
  return undefined;
}

/** A line, quoted for a message. */
export function quote(line: string): string {
  return `"${printable(line.slice(0, 80))}"`;
}

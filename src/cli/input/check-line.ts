import { TrutoInputError } from "../../errors.js";
import { encodePath } from "../../transport/url.js";
import { printable } from "../text.js";
import type { Kind } from "./kind.js";

/** Texts that programs write for a missing value. */
const placeholders = new Set([
  "null",
  "undefined",
  "nan",
  "nat",
  "none",
  "nil",
  "n/a",
  "n.a.",
  "na",
  "inf",
  "infinity",
  "true",
  "false",
  "empty",
  "blank",
  "\\n",
]);

/** Names of columns that don't say "id". */
const columns = new Set([
  "contact",
  "contacts",
  "record",
  "name",
  "email",
  "e-mail",
  "number",
  "key",
  "vid",
  "guid",
  "uuid",
  "identifier",
]);
const runTogether = new Set(["contactid", "recordid", "objectid", "remoteid", "externalid", "crmid"]);

/** Rules for every line, each with its message. */
const rules: [test: (id: string) => boolean, problem: string][] = [
  [(id) => id.includes("\r"), "has a carriage return: end the lines with LF or CRLF"],
  [(id) => /[,;|\t]/.test(id), "has a separator: give one id a line, not the columns of a CSV file"],
  [(id) => /["'`“”„‘’«»]/.test(id), "has a quote: give the ids without quotes"],
  [(id) => placeholders.has(id.toLowerCase()), "stands for a value that is missing"],
  [
    (id) => /(^|\s)(#|\/\/|--(?![A-Za-z\d])|\/\*|<!--)/.test(id),
    "is a comment, a line or an error of a spreadsheet",
  ],
  [(id) => /^[([{<]|[)\]}>]$/.test(id), "begins or ends with a bracket"],
  [(id) => /[^\s@]@[^\s@]/.test(id), "is an e-mail address: give the id that the CRM has for it"],
  [isUrl, "is a URL: give the id alone"],
  [(id) => /%[\da-f]{2}/i.test(id), "is encoded for a URL: give the id as the CRM has it"],
  [(id) => /^ids?:|:(\s|$)|=[^=]/i.test(id), "has a name or a formula: give the id alone"],
  [
    isSpreadsheetNumber,
    "is a number as spreadsheets write it, which may have lost digits: export ids as text",
  ],
  [isWrittenForPeople, "is a number or a date as people write it: give the id as the CRM has it"],
  [(id) => !/[\p{L}\p{N}\s]/u.test(id), "has no letter and no digit"],
];

/** `https://a.b/1`, `www.a.b`, `app.crm.com/contacts/1`, `mailto:…`, `urn:uuid:…`. */
function isUrl(id: string): boolean {
  return /^([a-z][a-z\d+.-]*:\/\/|www\.|(mailto|tel|urn):|[a-z\d-]+(\.[a-z\d-]+)+\/)/i.test(id);
}

/** `1.61480558E+13`, `101.0`, `1e+5`, but not `12e5`, which may be a hexadecimal id. */
function isSpreadsheetNumber(id: string): boolean {
  return /^[+-]?\d*\.\d*(e[+-]?\d+)?$/i.test(id) || /^[+-]?\d+e[+-]\d+$/i.test(id);
}

/** `+1 555 0100`, `1 234`, `-101`, `5 %`, `1) 101`, `2026-01-31`, but not `12-345` or `12:345`, which may be ids in two parts. */
function isWrittenForPeople(id: string): boolean {
  const hasOnlyNumbers = /\p{N}/u.test(id) && !/\p{L}/u.test(id);
  const isDate = /^(19|20)\d\d-[01]\d-[0-3]\d(\D|$)/.test(id);
  return isDate || (hasOnlyNumbers && !/^\d+([-_:]\d+)*$/.test(id.trim()));
}

/** `id`, `Record ID`, `contact_id`, `contactId`, `レコードID`. */
function isColumnName(text: string): boolean {
  const name = text.toLowerCase();
  return (
    columns.has(name) ||
    runTogether.has(name) ||
    /(^|[^a-z\d])ids?([^a-z\d]|$)/.test(name) ||
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
  if (line === 1 && !/\d/.test(id) && isColumnName(id))
    return `${quote(id)} is the name of a column: begin with the first id`;
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

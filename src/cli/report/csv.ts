import type { Row } from "./row.js";

const columns = ["id", "outcome", "again", "status", "reason", "attempts", "time", "confirmedId"] as const;

/** The first line of the CSV. */
export const csvHeader = record(columns);

/** The line of a contact, in RFC 4180. */
export function csvRecord({ at, ...row }: Row): string {
  const values: Partial<Record<(typeof columns)[number], Row[keyof Row]>> = { ...row, time: at };
  return record(columns.map((column) => values[column]));
}

function record(values: readonly (string | number | boolean | undefined)[]): string {
  return `${values.map((value) => quoted(harmless(String(value ?? "")))).join(",")}\r\n`;
}

/**
 * A spreadsheet takes a text for a formula by its first character, also in full width. An apostrophe before it prevents that.
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
function harmless(text: string): string {
  return /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/.test(text) ? `'${text}` : text;
}

/** @see https://www.rfc-editor.org/rfc/rfc4180#section-2 */
function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

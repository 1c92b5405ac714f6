import type { Row } from "./row.js";

/** The first line of the CSV. */
export const csvHeader = record([
  "id",
  "outcome",
  "again",
  "status",
  "reason",
  "attempts",
  "time",
  "confirmedId",
]);

/** The line of a contact, in RFC 4180. */
export function csvRecord({ id, outcome, again, status, reason, attempts, at, confirmedId }: Row): string {
  return record([id, outcome, again, status, reason, attempts, at, confirmedId]);
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

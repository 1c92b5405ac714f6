/** A text in one line of at most 300 characters, without control and direction characters. */
export function printable(text: string): string {
  return oneLine(text.slice(0, 300));
}

/** A text in one line, without control and direction characters. */
export function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}\p{Cf}]+/gu, " ").trim();
}

/** The start of an HTML page, or of a part of one: only HTML's own tags, as a CRM may answer in XML. */
const pageStart =
  /^\s*(<\?xml[^>]*>\s*)?<(!--|(!doctype html|html|head|body|title|meta|link|style|script|center|h\d|div|table|span|font|strong|main|b|hr|p|pre)\b)/i;

/** `true` for a web page, whose text is too long for a message. */
export function isPage(value: unknown): boolean {
  return typeof value === "string" && pageStart.test(value);
}

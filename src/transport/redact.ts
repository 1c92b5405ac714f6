/** Minimum length of a token to redact: a shorter one is part of any word. */
const shortestSecret = 6;
/** Number of consecutive characters of a token that are redacted even without the rest. */
const shortestPart = 12;

/** The text that replaces a token. */
const mark = "[token]";

/**
 * Removes every token from a text, whole or in part, as JSON, a URL or a log writes it. Token and text are compared
 * without escapes, case and spaces, so that neither a spelling nor a line break hides anything.
 */
export function redact(tokens: readonly string[], text: string): string {
  return tokens.filter((token) => token.length >= shortestSecret).reduce(redactOne, text);
}

function redactOne(text: string, token: string): string {
  const secret = plain(token);
  const plainText = plain(text);
  // A quick check, as few texts contain the token. The token is cut into blocks of six characters: any twelve of its
  // characters in a row contain a whole block.
  if (!secret.match(/.{6}/g)?.some((block) => plainText.includes(block))) return text;

  const isSecret = findSecret(secret, plainText);
  const places = placesOf(text);
  let redacted = "";
  let end = 0;
  for (const [at, [start, next]] of places.entries()) {
    if (!isSecret[at]) continue;
    if (!isSecret[at - 1]) redacted += text.slice(end, start) + mark;
    end = next;
  }
  const rest = text.slice(end);
  return end > 0 && isCutEscape(rest) ? redacted : redacted + rest;
}

/** Marks each character of a text that is part of a secret. */
function findSecret(secret: string, text: string): boolean[] {
  const length = Math.min(secret.length, shortestPart);
  const parts = new Set<string>();
  for (let at = 0; at + length <= secret.length; at++) parts.add(secret.slice(at, at + length));
  const isSecret = new Array<boolean>(text.length).fill(false);
  for (let at = 0; at + length <= text.length; at++) {
    if (parts.has(text.slice(at, at + length))) isSecret.fill(true, at, at + length);
  }
  // A cut text may end with fewer characters of the token.
  for (let cut = length - 1; cut >= shortestSecret; cut--) {
    if (text.endsWith(secret.slice(0, cut))) isSecret.fill(true, text.length - cut);
  }
  return isSecret;
}

/** `true` for the beginning of an escape at the end of a cut text: it belongs to the token before it. */
function isCutEscape(text: string): boolean {
  return /^(\\+|%)\w{0,5}$/.test(text);
}

/** One or more backslashes, plain or as in a URL. JSON inside JSON doubles them. */
const backslashes = String.raw`(?:\\|%(?:25)*5c)+`;

/** The escapes of a character by its hexadecimal code, and the parts of a text that are ignored. */
const escapes = [
  `${backslashes}(?:u00|x)([0-9a-f]{2})`, // JSON, JavaScript and logs
  "%(?:25)*([0-9a-f]{2})", // a URL, also one in a URL
  String.raw`(${backslashes}[nrt]?|\s+)`, // ignored: line breaks, spaces, and the backslash before a character
].join("|");

/** A text in lower case without escapes, backslashes and spaces. */
function plain(text: string): string {
  return text.replace(new RegExp(escapes, "gi"), characterOf).toLowerCase();
}

/** The start and the end, in the original text, of each character of its {@link plain} form. */
function placesOf(text: string): [start: number, end: number][] {
  const units = [...text.matchAll(new RegExp(`${escapes}|[^]`, "gi"))];
  return units
    .filter(([written, ...groups]) => characterOf(written, ...groups))
    .map(({ index, 0: written }) => [index, index + written.length]);
}

function characterOf(written: string, escaped?: string, inUrl?: string, nothing?: string): string {
  const digits = escaped ?? inUrl;
  const character = digits ? String.fromCharCode(Number.parseInt(digits, 16)) : written;
  return nothing ? "" : character.replace(/[\s\\]/, "");
}

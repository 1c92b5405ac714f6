/** A backslash, plain or in a URL; JSON in JSON doubles it. */
const backslashes = String.raw`(?:\\|%(?:25)*5c)+`;

/** What stands for a character, or for none: it is taken out of a text before a token is looked for. */
const escapes = new RegExp(
  [
    `${backslashes}(?:u00|x)([0-9a-f]{2})`, // JSON, JavaScript and logs
    `${backslashes}[nrt]?`, // a line break, or what only escapes the next character
    "%(?:25)*([0-9a-f]{2})", // a URL, also one in a URL
    "&#x0*([0-9a-f]{2});", // HTML
    String.raw`&#0*(\d{2,3});`,
    "&(amp|apos|gt|lt|quot);",
    String.raw`\s+`,
  ].join("|"),
  "gi",
);

const entities: Record<string, string> = { amp: "&", apos: "'", gt: ">", lt: "<", quot: '"' };

/** A text in lower case without escapes, backslashes and spaces. */
export function withoutEscapes(text: string): string {
  return text.replace(escapes, (...match) => characterOf(match)).toLowerCase();
}

/** Each escape in a text, with the character that it stands for: an empty text where it stands for none. */
export function* escapesIn(text: string): Generator<{ index: number; written: string; character: string }> {
  for (const match of text.matchAll(escapes)) {
    yield { index: match.index, written: match[0], character: characterOf(match) };
  }
}

function characterOf([, escaped, inUrl, inHtml, decimal, entity]: readonly string[]): string {
  const hex = escaped ?? inUrl ?? inHtml;
  const code = hex ? Number.parseInt(hex, 16) : Number(decimal ?? Number.NaN);
  const character = Number.isNaN(code)
    ? (entities[entity?.toLowerCase() ?? ""] ?? "")
    : String.fromCharCode(code);
  return character.replace(/[\s\\]/, "").toLowerCase();
}

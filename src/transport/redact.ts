/** Less than this many characters are no secret, and part of any word. */
const shortestSecret = 6;
/** This many characters of a token are taken out even where the rest is missing. */
const longestPart = 16;

/** What stands in the place of a token. */
const mark = "[token]";

/** Takes every token out of a text, however JSON, a URL or HTML writes it, and out of the end of a text that was cut. */
export function redact(tokens: readonly string[], text: string): string {
  for (const token of tokens) {
    if (token.length < shortestSecret) continue;
    const head = new RegExp([...token.slice(0, shortestSecret)].map(written).join(""), "gi");
    for (let found = head.exec(text); found; found = head.exec(text)) {
      const { index } = found;
      const end = endOf(token, text, index);
      if (end) text = text.slice(0, index) + mark + text.slice(end);
      head.lastIndex = index + (end ? mark.length : 1);
    }
  }
  return text;
}

/** Where the token that begins at `index` ends: behind its last character, or with a text that was cut. */
function endOf(token: string, text: string, index: number): number | undefined {
  for (let matched = 0; matched < token.length; matched++) {
    const next = new RegExp(written(token.charAt(matched)), "iy");
    next.lastIndex = index;
    if (!next.test(text)) {
      // Up to eight characters may be an escape that was cut.
      if (/^(\\+|[%&])[\w#]{0,7}$|^$/.test(text.slice(index))) return text.length;
      return matched < longestPart ? undefined : index;
    }
    index = next.lastIndex;
  }
  return index;
}

/**
 * Every way to write a character: plain or behind backslashes (JSON in JSON has three), percent-encoded (twice too), as
 * `\u…` or `\x…`, as an HTML entity, whose name may stand for any.
 */
function written(character: string): string {
  const code = character.charCodeAt(0);
  const hex = code.toString(16).padStart(2, "0");
  // The plain form comes last: a backslash, a percent sign or an ampersand may begin any of the others.
  return `(?:%(?:25)*${hex}|\\\\{1,3}(?:u00|x)${hex}|&(?:#x0*${hex}|#0*${code}|[a-z]+);|\\\\{0,3}?\\x${hex})`;
}

/**
 * Copies what `fetch` or a function of the caller threw: texts, numbers, causes, and no object that could
 * hold the request and its token.
 */
export function safeCause(tokens: readonly string[], thrown: unknown, depth = 0): unknown {
  if (typeof thrown === "string") return redact(tokens, thrown);
  if (/^(number|boolean)$/.test(typeof thrown)) return thrown;
  if (typeof thrown !== "object" || thrown === null || depth > 3) return undefined;
  const copy = new Error();
  const copyOf = (value: unknown) => safeCause(tokens, value, depth + 1);
  try {
    for (const key of ["name", "message", "stack", ...Object.getOwnPropertyNames(thrown)]) {
      const found: unknown = Reflect.get(thrown, key);
      let value: unknown;
      if (typeof found !== "object" || key === "cause") value = copyOf(found);
      else if (key === "errors" && Array.isArray(found)) value = found.slice(0, 5).map(copyOf);
      if (value === undefined) continue;
      // Printed with its error, a cause is no more than its first lines: frames of `fetch` tell a user nothing.
      if (key === "stack")
        value = String(value)
          .split("\n", depth ? 1 : 2)
          .join("\n");
      Object.defineProperty(copy, redact(tokens, key), { value, configurable: true, writable: true });
    }
  } catch {
    // A property that can't be read has nothing to tell.
  }
  return copy;
}

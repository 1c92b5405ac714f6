import { TrutoInputError } from "../errors.js";
import { check } from "../options/resolve.js";
import { kindOf } from "../values.js";

/** Maximum depth of a query, which stops at cyclic objects. */
export const deepestQuery = 100;

/** Most ids: they need neither a check nor encoding. */
const plainId = /^[\w-]+$/;

/**
 * `.` or `..` as a segment. URL parsers resolve these, encoded or not, and a gateway that decodes the path finds more of
 * them: after each `/`, `\` or `;`.
 * @see https://url.spec.whatwg.org/#double-dot-path-segment
 */
const dotSegment = /(^|[/\\;])(\.|%2e){1,2}([/\\;]|$)/i;

/** Zero width, direction marks, the byte-order mark, the blank of braille, line separators: an id with one of them is another id. */
const unseenCharacter = /[\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\u2800\ufff9-\ufffb]/u;

/**
 * Fills a path template, each value percent-encoded as one segment.
 * @throws {TrutoInputError} for a value that would address another resource or none
 */
export function encodePath(template: string, parameters: Record<string, unknown>): string {
  return template.replace(/\{([^{}]+)\}/g, (_, name: string) => {
    const value = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    if (typeof value !== "string")
      throw new TrutoInputError(`${name} must be a string, not ${kindOf(value)}`);
    if (plainId.test(value)) return value;
    checkSegment(name, value);
    return encode(value, name);
  });
}

function checkSegment(name: string, value: string): void {
  check(value !== "", `${name} is empty: the path would address the whole collection`);
  check(!dotSegment.test(value), `${name} has a segment . or .., a relative path`);
  check(!/^[/\\]/.test(value), `${name} begins with a slash: it would be an absolute path`);
  check(!/\p{Cc}/u.test(value), `${name} has a control character`);
  const [unseen] = unseenCharacter.exec(value) ?? [];
  if (unseen) throw new TrutoInputError(`${name} has a character that can't be seen: ${codePoint(unseen)}`);
  check(!/^\s|\s$/.test(value), `${name} has a space at its start or end`);
}

function codePoint(character: string): string {
  return `U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0")}`;
}

/**
 * Writes a query in Truto's bracket form: `a[b]=1`, `list[]=x`, keys and values percent-encoded,
 * `undefined` skipped, dates in ISO 8601.
 * @throws {TrutoInputError} for a value without such a form
 * @see https://truto.one/docs/api-reference/overview/querying
 */
export function encodeQuery(query: object): string {
  const pairs: string[] = [];
  for (const [name, value] of Object.entries(query)) {
    // The contract's name of an array already has its brackets.
    append(pairs, encodeKey(name.replace(/\[\]$/, ""), name), value, name);
  }
  return pairs.join("&");
}

function append(pairs: string[], key: string, value: unknown, name: string, depth = 0): void {
  if (value === undefined) return;
  if (depth > deepestQuery) throw new TrutoInputError(`${name} contains itself, or is nested too deeply`);
  if (Array.isArray(value)) {
    for (const item of value) append(pairs, `${key}%5B%5D`, item, name, depth + 1);
  } else if (isPlainObject(value)) {
    for (const [property, inner] of Object.entries(value)) {
      append(pairs, `${key}%5B${encodeKey(property, name)}%5D`, inner, name, depth + 1);
    }
  } else {
    pairs.push(`${key}=${encode(scalarText(value, name), name)}`);
  }
}

function scalarText(value: unknown, name: string): string {
  if (value === null) return "";
  if (typeof value === "string") return value;
  if (typeof value === "boolean" || typeof value === "bigint" || Number.isFinite(value)) return String(value);
  if (isDate(value) && !Number.isNaN(value.getTime())) return value.toISOString();
  throw new TrutoInputError(`${name} has a value that a query can't hold: ${kindOf(value)}`);
}

/** A server can't tell a bracket in a key from nesting, nor an empty key from a list. */
function encodeKey(key: string, name: string): string {
  if (key === "") throw new TrutoInputError(`${name} has an empty key`);
  if (/[[\]]/.test(key))
    throw new TrutoInputError(`${name} has a key with a bracket in it: ${JSON.stringify(key)}`);
  return encode(key, name);
}

function encode(value: string, name: string): string {
  // This check is cheaper than encoding, which most ids and names don't need.
  if (/^[\w.~-]*$/.test(value)) return value;
  try {
    // encodeURIComponent keeps these characters, which RFC 3986 reserves. https://www.rfc-editor.org/rfc/rfc3986#section-2.2
    return encodeURIComponent(value).replace(
      /[!'()*]/g,
      (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  } catch {
    throw new TrutoInputError(`${name} has half a surrogate pair: it is not well-formed Unicode`);
  }
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return kindOf(value) === "Object";
}

function isDate(value: unknown): value is Date {
  return kindOf(value) === "Date";
}

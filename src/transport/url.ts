import { TrutoInputError } from "../errors.js";
import { kindOf } from "../values.js";

/** Deeper than any query that means something, and a certain end for one that contains itself. */
const deepestQuery = 100;

/**
 * Fills a path template, each value percent-encoded as one segment.
 * @throws {TrutoInputError} for a value that would address another resource, or none.
 */
export function encodePath(template: string, parameters: Record<string, unknown>): string {
  return template.replace(/\{([^{}]+)\}/g, (_, name: string) => {
    const value = parameters[name];
    if (typeof value !== "string")
      throw new TrutoInputError(`${name} must be a string, not ${kindOf(value)}`);
    // Most ids are as simple as this, and looking once is cheaper.
    if (/^[\w-]+$/.test(value)) return value;
    if (!value) throw new TrutoInputError(`${name} is empty: the path would address the whole collection`);
    // URL parsers resolve dot segments, encoded or not. https://url.spec.whatwg.org/#double-dot-path-segment
    // A gateway that decodes the path makes more of them: behind each `/`, `\`, or `;`.
    if (/(^|[/\\;])(\.|%2e){1,2}([/\\;]|$)/i.test(value)) {
      throw new TrutoInputError(`${name} has a segment . or .., a relative path`);
    }
    if (/^[/\\]/.test(value))
      throw new TrutoInputError(`${name} begins with a slash: it would be an absolute path`);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
    if (/[\0-\x1f\x7f-\x9f]/.test(value)) throw new TrutoInputError(`${name} has a control character`);
    return encode(value, name);
  });
}

/**
 * Writes a query in Truto's bracket form: `a[b]=1`, `list[]=x`, keys and values percent-encoded,
 * `undefined` skipped, dates in ISO 8601.
 * @throws {TrutoInputError} for a value that has no such form.
 * @see https://truto.one/docs/api-reference/overview/querying
 */
export function encodeQuery(query: Record<string, unknown>): string {
  const pairs: string[] = [];
  for (const name of Object.keys(query)) {
    // The contract names an array with its brackets; they are written once.
    append(pairs, encodeKey(name.replace(/\[\]$/, ""), name), query[name], name);
  }
  return pairs.join("&");
}

function append(pairs: string[], key: string, value: unknown, name: string, depth = 0): void {
  if (value === undefined) return;
  if (depth > deepestQuery) throw new TrutoInputError(`${name} contains itself, or is nested too deeply`);
  if (Array.isArray(value)) {
    for (const item of value) append(pairs, `${key}%5B%5D`, item, name, depth + 1);
  } else if (isKind<Record<string, unknown>>("Object", value)) {
    for (const property of Object.keys(value)) {
      append(pairs, `${key}%5B${encodeKey(property, name)}%5D`, value[property], name, depth + 1);
    }
  } else {
    pairs.push(`${key}=${encode(scalar(value, name), name)}`);
  }
}

function scalar(value: unknown, name: string): string {
  if (value === null) return "";
  if (typeof value === "string") return value;
  if (typeof value === "boolean" || typeof value === "bigint" || Number.isFinite(value)) return String(value);
  if (isKind<Date>("Date", value) && !Number.isNaN(value.getTime())) return value.toISOString();
  throw new TrutoInputError(`${name} has a value that a query can't hold: ${kindOf(value)}`);
}

/** A bracket in a key could not be told from nesting. */
function encodeKey(key: string, name: string): string {
  if (/[[\]]/.test(key))
    throw new TrutoInputError(`${name} has a key with a bracket in it: ${JSON.stringify(key)}`);
  return encode(key, name);
}

function encode(value: string, name: string): string {
  // Most ids and names need no encoding, and looking is cheaper than doing.
  if (/^[\w.~-]*$/.test(value)) return value;
  try {
    // encodeURIComponent leaves what RFC 3986 has reserved since. https://www.rfc-editor.org/rfc/rfc3986#section-2.2
    return encodeURIComponent(value).replace(
      /[!'()*]/g,
      (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  } catch {
    throw new TrutoInputError(`${name} has half a surrogate pair: it is not well-formed Unicode`);
  }
}

function isKind<T>(kind: string, value: unknown): value is T {
  return kindOf(value) === kind;
}

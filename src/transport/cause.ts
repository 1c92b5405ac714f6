import { redact } from "./redact.js";

/** Maximum depth of nested causes. */
const deepest = 3;
/** Maximum number of errors copied from an `AggregateError`. */
const mostErrors = 5;

/**
 * Copies an error of `fetch` or of a caller's function: strings, numbers and causes, but no object that could hold the request
 * and its token.
 */
export function safeCause(tokens: readonly string[], thrown: unknown, depth = 0): unknown {
  if (typeof thrown === "string") return redact(tokens, thrown);
  if (typeof thrown === "number" || typeof thrown === "boolean") return thrown;
  if (typeof thrown !== "object" || thrown === null || depth > deepest) return undefined;
  const copy = new Error();
  const copyOf = (value: unknown) => safeCause(tokens, value, depth + 1);
  try {
    for (const name of ["name", "message", "stack", ...Object.getOwnPropertyNames(thrown)]) {
      const found: unknown = Reflect.get(thrown, name);
      let value = typeof found === "object" && name !== "cause" ? undefined : copyOf(found);
      if (name === "errors" && Array.isArray(found)) value = found.slice(0, mostErrors).map(copyOf);
      if (value === undefined) continue;
      // A cause is printed with its error: the frames inside `fetch` don't help a user.
      if (name === "stack") value = firstLines(String(value), depth > 0 ? 1 : 2);
      Object.defineProperty(copy, redact(tokens, name), { value, configurable: true, writable: true });
    }
  } catch {
    // A property whose getter throws is skipped.
  }
  return copy;
}

function firstLines(text: string, count: number): string {
  return text.split("\n", count).join("\n");
}

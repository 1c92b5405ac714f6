import { redact } from "./redact.js";

/** Causes of causes are copied to this depth. */
const deepest = 3;
/** So many are copied of the errors that one stands for. */
const mostErrors = 5;

/**
 * Copies what `fetch` or a function of the caller threw: texts, numbers, causes, and no object that could hold the request
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
      // Printed with its error, a cause is no more than its first lines: frames of `fetch` tell a user nothing.
      if (name === "stack") value = firstLines(String(value), depth > 0 ? 1 : 2);
      Object.defineProperty(copy, redact(tokens, name), { value, configurable: true, writable: true });
    }
  } catch {
    // A property that can't be read has nothing to tell.
  }
  return copy;
}

function firstLines(text: string, count: number): string {
  return text.split("\n", count).join("\n");
}

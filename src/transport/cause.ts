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
  if (typeof thrown !== "object" || thrown === null) return safeValue(tokens, thrown);
  if (depth > deepest) return undefined;
  const copy = new Error();
  try {
    for (const name of ["name", "message", "stack", ...Object.getOwnPropertyNames(thrown)]) {
      const value = safeProperty(tokens, name, Reflect.get(thrown, name), depth);
      if (value === undefined) continue;
      Object.defineProperty(copy, redact(tokens, name), { value, configurable: true, writable: true });
    }
  } catch {
    // A property that can't be read has nothing to tell.
  }
  return copy;
}

function safeProperty(tokens: readonly string[], name: string, value: unknown, depth: number): unknown {
  if (name === "cause") return safeCause(tokens, value, depth + 1);
  if (name === "errors" && Array.isArray(value)) {
    return value.slice(0, mostErrors).map((error) => safeCause(tokens, error, depth + 1));
  }
  const copy = safeValue(tokens, value);
  // Printed with its error, a cause is no more than its first lines: frames of `fetch` tell a user nothing.
  return name === "stack" && typeof copy === "string" ? firstLines(copy, depth > 0 ? 1 : 2) : copy;
}

function safeValue(tokens: readonly string[], value: unknown): unknown {
  if (typeof value === "string") return redact(tokens, value);
  return typeof value === "number" || typeof value === "boolean" ? value : undefined;
}

function firstLines(text: string, count: number): string {
  return text.split("\n", count).join("\n");
}

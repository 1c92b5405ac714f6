/** `true` for a JSON object only. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `Object`, `Date`, `Map`, `Null`, … also for values of another realm, where `instanceof` is false. */
export function kindOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}

import { TrutoInputError } from "../errors.js";
import { kindOf } from "../values.js";

/**
 * Copies a caller's object: only its own properties, each read once, so that neither a later change nor a property
 * of `Object.prototype` has an effect.
 * @throws {TrutoInputError} for an unknown name, like {@link checkNames}
 */
export function copyKnown<T extends object>(kind: string, given: T, known: readonly string[]): T {
  checkNames(kind, given, known);
  return withoutPrototype(given);
}

/** A copy of an object's own properties that inherits none. */
export function withoutPrototype<T extends object>(given: T): T {
  return { __proto__: null, ...given };
}

/**
 * Refuses an object with a name that is not known, or that it inherits.
 * @param kind what the names stand for, such as `option`
 * @throws {TrutoInputError} with the most similar known name, or with all of them when none is similar
 */
export function checkNames(kind: string, given: object, known: readonly string[]): void {
  // A Map, URLSearchParams or AbortSignal has no own keys, so its contents would be ignored.
  if (kindOf(given) !== "Object") throw new TrutoInputError(`${kind}s must be a plain object`);
  const names = Object.keys(given);
  for (const name of names) checkName(kind, name, known);
  for (const name of known) {
    // An inherited property, such as a getter of a class, would be ignored. Those of `Object.prototype` are not the caller's.
    if (name in given && !names.includes(name) && !(name in Object.prototype)) {
      throw new TrutoInputError(`${kind} ${name} must be a property of the object itself`);
    }
  }
}

/** Rejects one unknown name, like {@link checkNames}. */
export function checkName(kind: string, name: string, known: readonly string[]): void {
  if (known.includes(name)) return;
  const similar = nearestName(name, known);
  const advice = similar ? `did you mean ${similar}?` : `there are ${known.join(", ")}`;
  throw new TrutoInputError(`there is no ${kind} ${JSON.stringify(name)}: ${advice}`);
}

/** The known name that is most similar to a misspelt one, if any is similar. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const similarities = known.map((other) => similarity(name, other));
  const highest = Math.max(...similarities.filter((share) => share >= 0.5));
  return known[similarities.indexOf(highest)];
}

/**
 * The share of the shorter name's pairs of neighbouring letters that the other name has too; 1 if their letters differ in the
 * order only, as in `form` and `from`.
 * @see https://en.wikipedia.org/wiki/Overlap_coefficient
 */
function similarity(one: string, other: string): number {
  if (sortedLetters(one) === sortedLetters(other)) return 1;
  const [ours, theirs] = [letterPairs(one), letterPairs(other)];
  return ours.filter((pair) => theirs.includes(pair)).length / Math.min(ours.length, theirs.length);
}

function sortedLetters(name: string): string {
  return [...name.toLowerCase()].sort().join("");
}

function letterPairs(name: string): string[] {
  return [...name.toLowerCase()].map((letter, at, letters) => letter + letters[at + 1]).slice(0, -1);
}

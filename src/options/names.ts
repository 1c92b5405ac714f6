import { TrutoInputError } from "../errors.js";
import { kindOf } from "../values.js";

/**
 * Refuses a name that a caller has misspelt or made up.
 * @throws {TrutoInputError} with the nearest known name, or with all of them when none is near
 */
export function checkNames(kind: string, given: object, known: readonly string[]): void {
  // A Map, URLSearchParams or AbortSignal has no keys of its own: all that it says would be ignored.
  if (kindOf(given) !== "Object") throw new TrutoInputError(`${kind}s must be a plain object`);
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue;
    const near = nearestName(name, known);
    const advice = near ? `did you mean ${near}?` : `there are ${known.join(", ")}`;
    throw new TrutoInputError(`there is no ${kind} ${JSON.stringify(name)}: ${advice}`);
  }
}

/** The known name that is most like a misspelt one, if any is like it. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const likest = Math.max(...known.map((other) => likeness(name, other)).filter((share) => share >= 0.5));
  return known.find((other) => likeness(name, other) === likest);
}

/**
 * What share of the shorter name's pairs of neighbouring letters the other one has too.
 * @see https://en.wikipedia.org/wiki/Overlap_coefficient
 */
function likeness(one: string, other: string): number {
  const ours = pairs(one);
  const theirs = pairs(other);
  return ours.filter((pair) => theirs.includes(pair)).length / Math.min(ours.length, theirs.length);
}

function pairs(name: string): string[] {
  return [...name.toLowerCase()].map((letter, at, letters) => letter + letters[at + 1]).slice(0, -1);
}

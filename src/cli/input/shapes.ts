import { isAlphanumeric, type Kind, kindOf } from "./kind.js";

/** Maximum number of patterns in a file. More than that are a coincidence. */
const mostPatterns = 1_000;

/** The common shape of a file's ids. */
export interface Shape {
  has(id: string): boolean;
  /** Number of ids with this shape. */
  count: number;
  /** One of these ids. */
  example: string;
}

/**
 * Finds the shape that nearly all ids of a file have. Shapes are tried from the narrowest to the widest: numbers also fit the
 * shape "letters and digits", but a word among numbers must not be taken for an id.
 */
export class Shapes {
  #total = 0;
  /** The number of ids with each shape, from the narrowest classification to the widest. */
  readonly #views = [
    new View(patternOf),
    // Salesforce has ids of 15 characters, and of 18 with a checksum.
    new View((id, kind) => (isAlphanumeric(kind) ? String(id.length === 18 ? 15 : id.length) : "")),
    new View((_, kind) => (isAlphanumeric(kind) ? "alphanumeric" : "")),
    new View((id, kind) => (kind === "other" ? id.replace(/[\p{L}\d]+/gu, "a") : "")),
  ];

  add(id: string, kind: Kind): void {
    this.#total++;
    for (const view of this.#views) view.add(id, kind);
  }

  /** The shape of nearly all ids; `undefined` if there is none. */
  find(): Shape | undefined {
    const shapes = this.#views.map((view) => view.mostFrequent());
    return shapes.find((shape) => shape !== undefined && isNearlyAll(shape.count, this.#total));
  }
}

/**
 * The pattern of an id: a group of digits becomes `0`, a group of letters `a`. `123-contacts` and `7-contacts` are both
 * `0-a`, and `lead12` is `a0`. Letters only, or letters and digits in any order, have no pattern, as they are random. The same
 * is true of an id with such a part, as `crd_b7e6`.
 */
function patternOf(id: string, kind: Kind): string {
  if (kind === "letters") return "";
  if (kind === "letters and digits") return /^[A-Za-z]+\d+$/.test(id) ? "a0" : "";
  if (kind !== "other") return kind;
  return /\d\p{L}|\p{L}\d/u.test(id) ? "" : id.replace(/\d+/g, "0").replace(/\p{L}+/gu, "a");
}

/** One classification of ids, with the number of ids in each class. */
class View {
  readonly #look: (id: string, kind: Kind) => string;
  readonly #seen = new Map<string, { count: number; example: string }>();

  /** @param look returns the class of an id, empty for an id that does not fit this classification */
  constructor(look: (id: string, kind: Kind) => string) {
    this.#look = look;
  }

  add(id: string, kind: Kind): void {
    if (this.#seen.size > mostPatterns) return;
    const shape = this.#look(id, kind);
    if (!shape) return;
    const seen = this.#seen.get(shape);
    if (seen) seen.count++;
    else this.#seen.set(shape, { count: 1, example: id });
  }

  mostFrequent(): Shape | undefined {
    if (this.#seen.size > mostPatterns) return undefined;
    const [most] = [...this.#seen].sort(([, one], [, other]) => other.count - one.count);
    return most && { ...most[1], has: (id) => this.#look(id, kindOf(id)) === most[0] };
  }
}

/** `true` if enough ids have one shape so that the others are probably mistakes: three of four, or two of three. */
function isNearlyAll(count: number, total: number): boolean {
  return total >= 3 && count >= Math.min(total - 1, total * 0.75);
}

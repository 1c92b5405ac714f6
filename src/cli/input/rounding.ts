import type { Kind } from "./kind.js";

/** A number of fewer digits is exact in every program. */
const fewestDigits = 16;

/** This many zeros at the ends of long numbers are no coincidence. */
const fewestZeros = 5;

/**
 * Detects that a program has rounded the numbers of a file: spreadsheets keep 15 digits, JavaScript 16 or 17, and all digits
 * after these are zeros. Such a number may be the id of another contact.
 */
export class Rounding {
  /** Line of the first number that is long enough. */
  #firstLine: number | undefined;
  #areAllRound = true;
  #zeros = 0;

  add(id: string, kind: Kind, line: number): void {
    if (kind !== "digits" || id.length < fewestDigits) return;
    this.#firstLine ??= line;
    if (id.endsWith("0")) this.#zeros += id.length - id.replace(/0+$/, "").length;
    else this.#areAllRound = false;
  }

  /** Line of the first rounded number, if all long numbers seem to be rounded. */
  find(): number | undefined {
    return this.#areAllRound && this.#zeros >= fewestZeros ? this.#firstLine : undefined;
  }
}

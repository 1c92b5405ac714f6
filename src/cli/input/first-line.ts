import type { Kind } from "./kind.js";

/** Detects whether the first line is the name of a column, in any language: it has no digit, and all other lines have. */
export class FirstLine {
  #firstLength: number | undefined;
  #isFirstWord = false;
  /** Number of lines without a digit. */
  #words = 0;
  #isOfOneLength = true;

  add(line: string, kind: Kind): void {
    const isWord = kind === "letters" || (kind === "other" && !/\p{N}/u.test(line));
    if (isWord) this.#words++;
    if (this.#firstLength === undefined) this.#isFirstWord = isWord;
    this.#firstLength ??= line.length;
    if (line.length !== this.#firstLength) this.#isOfOneLength = false;
  }

  /** `true` if the first line is the name of a column. If all lines have one length, it may be a random id without a digit. */
  get isColumnName(): boolean {
    return this.#isFirstWord && this.#words === 1 && !this.#isOfOneLength;
  }
}

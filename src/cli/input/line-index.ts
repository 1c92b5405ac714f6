/**
 * Finds the line of an id, in a hash table of line numbers and hashes. For two million ids a `Map` would take 100 MB more.
 */
export class LineIndex {
  readonly #ids: readonly string[];
  /** Pairs of a line number (0 if empty) and its id's hash. A collision goes to the next place. */
  #slots = new Int32Array(1 << 13);
  #size = 0;

  /** @param ids the id of line 1 is the first */
  constructor(ids: readonly string[]) {
    this.#ids = ids;
  }

  /** Adds a line whose id is in the list, or returns the line that already has this id. */
  add(line: number): number | undefined {
    // At most half of the places are taken.
    if (this.#size * 4 >= this.#slots.length) this.#grow();
    const id = this.#ids[line - 1] ?? "";
    const hash = hashOf(id);
    const isThere = (other: number, otherHash: number) => otherHash === hash && this.#ids[other - 1] === id;
    const at = this.#place(hash, isThere);
    const found = this.#slots[at];
    if (found) return found;
    this.#put(at, line, hash);
    return undefined;
  }

  /** The place of the line, or the empty place for it. */
  #place(hash: number, isThere: (line: number, hash: number) => boolean): number {
    const slots = this.#slots;
    let at = (hash * 2) & (slots.length - 1);
    for (let line = slots[at]; line && !isThere(line, Number(slots[at + 1])); line = slots[at]) {
      at = (at + 2) & (slots.length - 1);
    }
    return at;
  }

  #put(at: number, line: number, hash: number): void {
    this.#slots[at] = line;
    this.#slots[at + 1] = hash;
    this.#size++;
  }

  #grow(): void {
    const before = this.#slots;
    this.#slots = new Int32Array(before.length * 2);
    this.#size = 0;
    for (let at = 0; at < before.length; at += 2) {
      const [line, hash] = [Number(before[at]), Number(before[at + 1])];
      if (line)
        this.#put(
          this.#place(hash, () => false),
          line,
          hash,
        );
    }
  }
}

/** FNV-1a, with its bits mixed once more. @see https://www.rfc-editor.org/rfc/rfc9923 */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash ^ (hash >>> 15);
}

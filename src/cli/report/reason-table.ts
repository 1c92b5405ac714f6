import type { Row } from "./row.js";

type Why = Pick<Row, "status" | "reason">;

/** The reason for a contact whose run died. */
export const unrecorded = "sent; no outcome was written down";

/** Maximum number of reasons, in case a server puts something new into each message. */
const mostReasons = 1_000;

/** Numbers the reasons. Messages that differ only in their contact's id and the like have the same number. */
export class ReasonTable {
  readonly #reasons: Why[] = [{}, { reason: unrecorded }];
  readonly #indexes = new Map<string, number>();

  /** The number for no reason. */
  readonly none = 0;
  /** The number for a request without a written outcome. */
  readonly unrecorded = 1;

  /** The number of a server's message about a contact. */
  indexOf(id: string, { status, reason = "" }: Why): number {
    // Without a status the message is not about the contact: an id such as 1 in it may be part of an address.
    const common = status === undefined ? reason : commonPart(reason, id);
    const key = `${status} ${common}`;
    const known = this.#indexes.get(key);
    if (known !== undefined) return known;
    if (this.#indexes.size >= mostReasons) return this.#add("other reasons", { reason: "other reasons" });
    return this.#add(key, { status, reason: common });
  }

  at(index: number): Why {
    return this.#reasons[index] ?? {};
  }

  #add(key: string, why: Why): number {
    const index = this.#indexes.get(key) ?? this.#reasons.push(why) - 1;
    this.#indexes.set(key, index);
    return index;
  }
}

/** Numbers of requests, traces and times: long words that have a digit. */
const uniqueWords = /\b(?=[\w-]*\d)[\w-]{8,}\b/g;

/** A message without the parts that are about one contact. */
function commonPart(message: string, id: string): string {
  // A text search, as compiling a regular expression for each id would be slow.
  const parts = message.split(id).map((part) => part.replace(uniqueWords, "…"));
  return parts.reduce((text, part) => `${text}${isInWord(text, part) ? id : "{id}"}${part}`);
}

/** `true` if the text between two others is part of a longer word or number. */
function isInWord(before: string, after: string): boolean {
  return /[\p{L}\p{N}]$/u.test(before) || /^[\p{L}\p{N}]/u.test(after);
}

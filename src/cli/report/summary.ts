import type { Row } from "./row.js";

/** Contacts that are named as examples of a reason. */
const examples = 3;

/** Servers that put something new into each message must not fill the memory. */
const mostReasons = 1_000;

/** A reason why contacts are not deleted, and who they are. */
export interface Reason {
  /** Number of contacts. */
  count: number;
  outcome: "unknown" | "failed";
  /** Whether the next run sends them again. */
  again: boolean;
  /** HTTP status, where there was a response. */
  status?: number | undefined;
  /** The server's own words, where it had any. What differs from contact to contact is left out. */
  reason: string;
  /** Some of the contacts. */
  ids: string[];
}

/** Contacts that the server confirmed under another id than the one it was asked for. */
export interface OtherIds {
  /** Number of contacts. */
  count: number;
  /** Some of the contacts. */
  contacts: { id: string; confirmedId: string }[];
}

/** What became of all contacts. */
export interface Summary {
  /** Number of contacts. */
  ids: number;
  /** Number of contacts that are still to be sent. */
  left: number;
  deleted: number;
  gone: number;
  unknown: number;
  failed: number;
  unsent: number;
  /** The most frequent first. */
  reasons: Reason[];
  otherIds?: OtherIds;
}

/** Sums rows up, one at a time, in memory that does not grow with their number. */
export class Summarizer {
  readonly #counts = { ids: 0, left: 0, deleted: 0, gone: 0, unknown: 0, failed: 0, unsent: 0 };
  readonly #reasons = new Map<string, Reason>();
  readonly #otherIds: OtherIds = { count: 0, contacts: [] };

  add(row: Row): void {
    const { id, outcome, again, confirmedId } = row;
    this.#counts.ids++;
    this.#counts[outcome]++;
    if (again) this.#counts.left++;
    if (outcome === "unknown" || outcome === "failed") this.#addReason({ ...row, outcome });
    if (confirmedId === undefined || confirmedId === id) return;
    this.#otherIds.count++;
    if (this.#otherIds.contacts.length < examples) this.#otherIds.contacts.push({ id, confirmedId });
  }

  get summary(): Summary {
    const reasons = [...this.#reasons.values()].sort((one, other) => other.count - one.count);
    return { ...this.#counts, reasons, ...(this.#otherIds.count > 0 && { otherIds: this.#otherIds }) };
  }

  #addReason({ id, outcome, again, status, reason = "" }: Row & Pick<Reason, "outcome">): void {
    const found = this.#reason({ outcome, again, status, reason: commonPart(reason, id) });
    found.count++;
    if (found.ids.length < examples) found.ids.push(id);
  }

  #reason(common: Omit<Reason, "count" | "ids">): Reason {
    const { outcome, again, status } = common;
    const key = JSON.stringify([outcome, again, status, common.reason]);
    const known = this.#reasons.get(key);
    if (known) return known;
    if (this.#reasons.size >= mostReasons && common.reason !== otherReasons) {
      return this.#reason({ outcome, again, reason: otherReasons });
    }
    const reason: Reason = { count: 0, ...common, ids: [] };
    this.#reasons.set(key, reason);
    return reason;
  }
}

const otherReasons = "other reasons";

/** Numbers of requests, traces and times: long words that have a digit. */
const uniqueWords = /\b(?=[\w-]*\d)[\w-]{8,}\b/g;

/** A message without what makes it that of one contact, so that those that say the same are one reason. */
function commonPart(message: string, id: string): string {
  const escapedId = id.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return message
    .replace(new RegExp(`(?<![\\p{L}\\p{N}])${escapedId}(?![\\p{L}\\p{N}])`, "gu"), "{id}")
    .replace(uniqueWords, "…");
}

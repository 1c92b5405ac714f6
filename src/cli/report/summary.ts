import { ReasonTable } from "./reason-table.js";
import type { Row } from "./row.js";

/** Number of contacts that are named as examples of a reason. */
const examples = 3;

/** A reason why contacts are not deleted, with some of them. */
export interface Reason {
  /** Number of contacts. */
  count: number;
  outcome: "unknown" | "failed";
  /** `true` if the next run sends them again. */
  again: boolean;
  /** HTTP status, where there was a response. */
  status?: number | undefined;
  /** The server's own words, if any, without the parts that differ from contact to contact. */
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

/** The outcomes of all contacts. */
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

/** Sums up rows, one at a time, in bounded memory. */
export class Summarizer {
  readonly #counts = { ids: 0, left: 0, deleted: 0, gone: 0, unknown: 0, failed: 0, unsent: 0 };
  readonly #table = new ReasonTable();
  readonly #reasons = new Map<string, Reason>();
  readonly #otherIds: OtherIds = { count: 0, contacts: [] };

  add(row: Pick<Row, "id" | "outcome" | "again" | "status" | "reason" | "confirmedId">): void {
    const { id, outcome, again, confirmedId } = row;
    this.#counts.ids++;
    this.#counts[outcome]++;
    if (again) this.#counts.left++;
    if (confirmedId !== undefined) addOtherId(this.#otherIds, id, confirmedId);
    if (outcome !== "unknown" && outcome !== "failed") return;
    const index = this.#table.indexOf(id, row);
    const key = `${outcome} ${again} ${index}`;
    const { status, reason = "" } = this.#table.at(index);
    const found = this.#reasons.get(key) ?? { count: 0, outcome, again, status, reason, ids: [] };
    this.#reasons.set(key, found);
    found.count++;
    if (found.ids.length < examples) found.ids.push(id);
  }

  get summary(): Summary {
    const reasons = [...this.#reasons.values()].sort((one, other) => other.count - one.count);
    return { ...this.#counts, reasons, ...(this.#otherIds.count > 0 && { otherIds: this.#otherIds }) };
  }
}

/** Counts a contact, unless the server confirmed the id that it was asked for. */
export function addOtherId(otherIds: OtherIds, id: string, confirmedId: string): void {
  if (confirmedId === id) return;
  otherIds.count++;
  if (otherIds.contacts.length < examples) otherIds.contacts.push({ id, confirmedId });
}

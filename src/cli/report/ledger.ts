import type { Entry } from "./entry.js";
import { ReasonTable } from "./reason-table.js";
import type { Row } from "./row.js";
import { type OpenRequest, type Standing, stateOf, states, underWay, unsent, untouched } from "./state.js";
import { addOtherId, type OtherIds, Summarizer, type Summary } from "./summary.js";

/** Numbers of ids by their outcome. */
export type Tally = Record<Row["outcome"], number>;

/** The state of every id, in a few bytes each, and a key for those whose last request is open. */
export class Ledger {
  /** Number of ids. */
  readonly ids: number;
  readonly #states: Uint8Array;
  readonly #reasons: Uint16Array;
  readonly #lines: Uint32Array;
  /** The last line of the report that was applied. */
  #line = 0;
  readonly #table = new ReasonTable();
  /** Number of ids in each of the states. */
  readonly #counts = states.map(() => 0);
  /** By id. In a `Map`, from which all ids come and go, two million would leave 250 MB of garbage. */
  readonly #open: (OpenRequest | undefined)[];
  readonly #doubtful = new Set<number>();
  readonly #otherIds: OtherIds = { count: 0, contacts: [] };

  constructor(ids: number) {
    this.ids = ids;
    this.#states = new Uint8Array(ids);
    this.#reasons = new Uint16Array(ids);
    this.#lines = new Uint32Array(ids);
    this.#open = Array(ids);
    this.#counts[0] = ids;
  }

  /**
   * Applies a line of the report.
   * @param line its number; a run that writes the report need not know it, as it is about the order alone there
   */
  apply(entry: Entry, line = this.#line + 1): void {
    const { n, id } = entry;
    this.#line = line;
    if ("sending" in entry) {
      const before = this.#standing(n);
      const request = { key: entry.sending, before };
      this.#set(n, { state: underWay, reason: before.reason, line, request });
      return;
    }
    if (entry.outcome === "unsent") {
      const before = this.#open[n - 1]?.before;
      if (before) this.#set(n, before);
      return;
    }
    const { outcome, confirmedId } = entry;
    const isWithoutSuccess = outcome === "unknown" || outcome === "failed";
    const again = isWithoutSuccess && entry.again === true;
    const state = stateOf(outcome, again);
    this.#set(n, {
      state,
      reason: isWithoutSuccess ? this.#table.indexOf(id, entry) : this.#table.none,
      line,
      request: outcome === "unknown" && again ? this.#requestOf(n) : undefined,
    });
    if (outcome === "unknown") this.#doubtful.add(n);
    if (confirmedId !== undefined) addOtherId(this.#otherIds, id, confirmedId);
  }

  /** Marks the ids under way as unknown: their run died before it wrote an outcome. */
  abandon(): void {
    if (this.underWay === 0) return;
    const state = stateOf("unknown", true);
    for (const n of this.open()) {
      if (!this.isUnderWay(n)) continue;
      const { line } = this.#standing(n);
      this.#set(n, { state, reason: this.#table.unrecorded, line, request: this.#requestOf(n) });
    }
  }

  /** Marks the final failures, to be sent once more. */
  reopen(): void {
    for (let n = 1; n <= this.ids; n++) {
      const standing = this.#standing(n);
      const { outcome, again } = standing.state;
      if (again || (outcome !== "failed" && outcome !== "unknown")) continue;
      this.#set(n, { ...standing, state: stateOf(outcome, true) });
    }
  }

  /** The key of an id that was sent and has no definite outcome. */
  key(n: number): string | undefined {
    return this.#open[n - 1]?.key;
  }

  /** `true` if an id was announced and has no outcome yet. */
  isUnderWay(n: number): boolean {
    return this.#open[n - 1]?.before !== undefined;
  }

  /** `true` if an earlier request may have deleted an id, with any later result. */
  isDoubtful(n: number): boolean {
    return this.#doubtful.has(n);
  }

  /** The line of the report with the state of an id; 0 if there is none. */
  line(n: number): number {
    return this.#lines[n - 1] ?? 0;
  }

  /** Number of ids that are still to be sent. */
  get left(): number {
    return states.reduce((left, { again }, index) => left + (again ? Number(this.#counts[index]) : 0), 0);
  }

  /** Number of ids that are under way. */
  get underWay(): number {
    return Number(this.#counts[states.indexOf(underWay)]);
  }

  /** The number of ids by outcome. Ids under way count as unsent. */
  tally(): Tally {
    const tally: Tally = { deleted: 0, gone: 0, unknown: 0, failed: 0, unsent: 0 };
    for (const [index, { outcome, isUnderWay }] of states.entries()) {
      tally[isUnderWay ? "unsent" : outcome] += Number(this.#counts[index]);
    }
    return tally;
  }

  /** The outcomes with their reasons. Ids under way count as unknown, as they may be deleted by now. */
  summarize(idAt: (n: number) => string): Summary {
    const summarizer = new Summarizer();
    for (let n = 1; n <= this.ids; n++) {
      const { state, reason: index } = this.#standing(n);
      const { outcome, again } = state;
      const { status, reason } = this.#table.at(state.isUnderWay ? this.#table.unrecorded : index);
      summarizer.add({ id: idAt(n), outcome, again, status, reason });
    }
    const { summary } = summarizer;
    return { ...summary, ...(this.#otherIds.count > 0 && { otherIds: this.#otherIds }) };
  }

  #standing(n: number): Standing {
    const state = states[this.#states[n - 1] ?? 0] ?? unsent;
    if (state === unsent) return untouched;
    return {
      state,
      reason: this.#reasons[n - 1] ?? 0,
      line: this.line(n),
      request: this.#open[n - 1],
    };
  }

  /** The request of an id that is not under way any more. */
  #requestOf(n: number): OpenRequest | undefined {
    const key = this.key(n);
    return key === undefined ? undefined : { key };
  }

  #set(n: number, { state, reason, line, request }: Standing): void {
    const [before, after] = [this.#states[n - 1] ?? 0, states.indexOf(state)];
    this.#counts[before] = Number(this.#counts[before]) - 1;
    this.#counts[after] = Number(this.#counts[after]) + 1;
    this.#states[n - 1] = after;
    this.#reasons[n - 1] = reason;
    this.#lines[n - 1] = line;
    this.#open[n - 1] = request;
  }

  /** The ids whose last request is open, so that they are sent again with its key. */
  *open(): Generator<number> {
    for (let n = 1; n <= this.ids; n++) if (this.#open[n - 1]) yield n;
  }

  /** The ids that no run has sent. */
  *unsent(): Generator<number> {
    for (let n = 1; n <= this.ids; n++) if (this.#standing(n).state === unsent) yield n;
  }

  /** The ids that failed and are to be sent again with a new key. */
  *failed(): Generator<number> {
    for (let n = 1; n <= this.ids; n++) {
      const { state } = this.#standing(n);
      if (state.again && state !== unsent && !this.#open[n - 1]) yield n;
    }
  }
}

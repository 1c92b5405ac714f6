import type { Entry } from "./entry.js";
import { ReasonTable } from "./reason-table.js";
import type { Row } from "./row.js";
import { type State, stateOf, states, underWay, unsent } from "./state.js";
import { addOtherId, type OtherIds, Summarizer, type Summary } from "./summary.js";

/** Numbers of ids by their outcome. */
export type Tally = Record<Row["outcome"], number>;

/** The state of an id without an entry. */
const untouched: Standing = { state: unsent, reason: 0, line: 0 };

/** The state of an id. */
interface Standing {
  state: State;
  /** The reason, as a number of the table of reasons. */
  reason: number;
  /** The line of the report that has this state; 0 if there is none. */
  line: number;
  key?: string | undefined;
}

/** The state of every id, in a few bytes each, and the keys of those that are sent and have no outcome. */
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
  readonly #keys = new Map<number, string>();
  /** For the ids under way: their states before they were announced. */
  readonly #before = new Map<number, Standing>();
  readonly #doubtful = new Set<number>();
  readonly #otherIds: OtherIds = { count: 0, contacts: [] };

  constructor(ids: number) {
    this.ids = ids;
    this.#states = new Uint8Array(ids);
    this.#reasons = new Uint16Array(ids);
    this.#lines = new Uint32Array(ids);
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
      this.#before.set(n, before);
      this.#set(n, { state: underWay, reason: before.reason, line, key: entry.sending });
      return;
    }
    const before = this.#before.get(n);
    this.#before.delete(n);
    if (entry.outcome === "unsent") {
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
      key: outcome === "unknown" && again ? this.#keys.get(n) : undefined,
    });
    if (outcome === "unknown") this.#doubtful.add(n);
    if (confirmedId !== undefined) addOtherId(this.#otherIds, id, confirmedId);
  }

  /** Marks the ids under way as unknown: their run died before it wrote an outcome. */
  abandon(): void {
    const state = stateOf("unknown", true);
    for (const n of this.#before.keys()) {
      this.#set(n, { ...this.#standing(n), state, reason: this.#table.unrecorded });
    }
    this.#before.clear();
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
    return this.#keys.get(n);
  }

  /** `true` if an id was announced and has no outcome yet. */
  isUnderWay(n: number): boolean {
    return this.#before.has(n);
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
    return this.#before.size;
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
      key: this.#keys.get(n),
    };
  }

  #set(n: number, { state, reason, line, key }: Standing): void {
    const [before, after] = [this.#states[n - 1] ?? 0, states.indexOf(state)];
    this.#counts[before] = Number(this.#counts[before]) - 1;
    this.#counts[after] = Number(this.#counts[after]) + 1;
    this.#states[n - 1] = after;
    this.#reasons[n - 1] = reason;
    this.#lines[n - 1] = line;
    if (key === undefined) this.#keys.delete(n);
    else this.#keys.set(n, key);
  }

  /** The ids whose last request is open, so that they are sent again with its key. */
  open(): Iterable<number> {
    return this.#keys.keys();
  }

  /** The ids that no run has sent. */
  *unsent(): Generator<number> {
    for (let n = 1; n <= this.ids; n++) if (this.#standing(n).state === unsent) yield n;
  }

  /** The ids that failed and are to be sent again with a new key. */
  *failed(): Generator<number> {
    for (let n = 1; n <= this.ids; n++) {
      const { state } = this.#standing(n);
      if (state.again && state !== unsent && !this.#keys.has(n)) yield n;
    }
  }
}

import type { Row } from "./row.js";

/** The state of an id; `isUnderWay` if it was announced and has no outcome yet. */
export type State = Pick<Row, "outcome" | "again"> & { isUnderWay?: boolean };

export const unsent: State = { outcome: "unsent", again: true };
export const underWay: State = { outcome: "unknown", again: true, isUnderWay: true };

/** All states; each has its index as a number. */
export const states: readonly State[] = [
  unsent,
  underWay,
  { outcome: "unknown", again: true },
  { outcome: "unknown", again: false },
  { outcome: "failed", again: true },
  { outcome: "failed", again: false },
  { outcome: "deleted", again: false },
  { outcome: "gone", again: false },
];

/** The state after an outcome. */
export function stateOf(outcome: Row["outcome"], again: boolean): State {
  return (
    states.find((state) => state.outcome === outcome && state.again === again && !state.isUnderWay) ?? unsent
  );
}

/** The state of one id, and where the report has it. */
export interface Standing {
  state: State;
  /** The reason, as a number of the table of reasons. */
  reason: number;
  /** The line of the report that has this state; 0 if there is none. */
  line: number;
  request?: OpenRequest | undefined;
}

/** A request without a definite outcome. */
export interface OpenRequest {
  key: string;
  /** The state before it was announced, while it is under way. */
  before?: Standing | undefined;
}

/** The state of an id without an entry. */
export const untouched: Standing = { state: unsent, reason: 0, line: 0 };

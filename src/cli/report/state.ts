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

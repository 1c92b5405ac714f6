import type { Fault } from "./faults.js";

/** A request at the time it arrived. */
export interface Arrival {
  /** Milliseconds on the clock of `performance.now()`. */
  at: number;
  account: string;
  token: string;
  id: string;
  key: string;
  fault: Fault | undefined;
}

/** The most requests that arrived in any window of `length` ms, for each value of `by`. */
export function mostInAnyWindow(
  arrivals: readonly Pick<Arrival, "at" | "account" | "token">[],
  length: number,
  by: "account" | "token",
): number {
  const inWindow = new Map<string, number[]>();
  let most = 0;
  for (const arrival of [...arrivals].sort((one, other) => one.at - other.at)) {
    const times = inWindow.get(arrival[by]) ?? [];
    inWindow.set(arrival[by], times);
    times.push(arrival.at);
    while (Number(times[0]) <= arrival.at - length) times.shift();
    most = Math.max(most, times.length);
  }
  return most;
}

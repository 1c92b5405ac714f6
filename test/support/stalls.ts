import { monitorEventLoopDelay } from "node:perf_hooks";

/** How long this process did not respond. */
export interface Stalls extends Disposable {
  /** The longest time in ms since the watch began: a server here takes what came meanwhile for what came at once. */
  readonly longest: number;
}

/** Watches from now on for how long this process does not respond. */
export function watchStalls(): Stalls {
  const delays = monitorEventLoopDelay();
  delays.enable();
  return {
    get longest() {
      return delays.max / 1e6;
    },
    [Symbol.dispose]: () => void delays.disable(),
  };
}

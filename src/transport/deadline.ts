/** `setTimeout` fires at once for a longer delay than this many ms. */
export const longestTimer = 2 ** 31 - 1;

/** Starts a timer, but none for a delay that no timer can hold. */
export function startTimer(run: () => void, delay: number): ReturnType<typeof setTimeout> | undefined {
  return delay <= longestTimer ? setTimeout(run, delay) : undefined;
}

/** What the calls under way do when the signal they share is aborted. */
class AbortActions extends Set<() => void> {
  handleEvent(): void {
    for (const act of this) act();
  }
}

const actionsOf = new WeakMap<AbortSignal, AbortActions>();

/**
 * Acts when a signal is aborted, until the function it gives back is called. All calls on a signal share
 * one listener: Node 20 warns of a leak at the eleventh.
 */
export function onAbort(signal: AbortSignal | undefined, act: () => void): () => void {
  if (!signal) return () => {};
  const actions = actionsOf.get(signal) ?? new AbortActions();
  actionsOf.set(signal, actions.add(act));
  signal.addEventListener("abort", actions);
  return () => {
    actions.delete(act);
    if (!actions.size) signal.removeEventListener("abort", actions);
  };
}

/** The reason of an abort. The signal of a polyfill may have none: there it is what the web's would be. */
export function abortReason(signal: AbortSignal | undefined): unknown {
  if (signal?.reason !== undefined) return signal.reason;
  return Object.assign(new Error("This operation was aborted"), { name: "AbortError" });
}

/**
 * Ends one attempt when the caller aborts or `timeout` ms have passed, even when `fetch` ignores its
 * signal. Must be ended: the caller's signal may outlive thousands of calls.
 */
export class Deadline {
  /** Why the attempt was stopped, if it was. */
  stopped: "aborted" | "timed out" | undefined;
  /** The signal for `fetch`. */
  readonly signal: AbortSignal;
  /** Forgets the timer and the caller's signal. */
  readonly end: () => void;
  #reject: ((reason: unknown) => void) | undefined;

  constructor(caller: AbortSignal | undefined, timeout: number) {
    const controller = new AbortController();
    const stop = (why: "aborted" | "timed out", reason: unknown) => {
      this.stopped = why;
      this.#reject?.(reason);
      controller.abort(reason);
    };
    // The timeout's own error says more than this one; it only has to be cheap.
    const timer = startTimer(() => stop("timed out", new Error("timed out")), timeout);
    const unlink = onAbort(caller, () => stop("aborted", abortReason(caller)));
    this.signal = controller.signal;
    this.end = () => {
      clearTimeout(timer);
      unlink();
    };
  }

  /** Settles as `work` does, or rejects as soon as the attempt is stopped; one at a time. */
  race<T>(work: PromiseLike<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.stopped) reject(this.signal.reason);
      this.#reject = reject;
      work.then(resolve, reject);
    });
  }
}

/** Waits `delay` ms, or rejects at once with the signal's reason. */
export function sleep(delay: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      clearTimeout(timer);
      unlink();
      if (signal?.aborted) reject(abortReason(signal));
      else resolve();
    };
    const timer = setTimeout(settle, delay);
    const unlink = onAbort(signal, settle);
    if (signal?.aborted) settle();
  });
}

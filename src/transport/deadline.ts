/** The longest delay of `setTimeout`, in ms; it fires at once for a longer one. */
export const longestTimer = 2 ** 31 - 1;

/**
 * Calls `run` after `delay` ms, or never if that is too long for a timer, until the returned function is called. What
 * already arrived is read first: after a standstill (a laptop asleep, a busy process) the timers come before the network.
 */
export function startTimeout(run: () => void, delay: number): () => void {
  if (delay > longestTimer) return () => {};
  let timer = setTimeout(() => {
    timer = setTimeout(run);
  }, delay);
  return () => clearTimeout(timer);
}

/** The one listener on a signal, and the abort handlers of its calls under way. */
interface AbortListener {
  readonly acts: Set<() => void>;
  readonly listener: () => void;
}

const listeners = new WeakMap<AbortSignal, AbortListener>();

/**
 * Calls `act` when a signal is aborted, until the returned function is called. All calls on a signal share
 * one listener: Node 20 warns of a leak at the eleventh.
 */
export function onAbort(signal: AbortSignal | undefined, act: () => void): () => void {
  if (!signal) return () => {};
  const { acts, listener } = listeners.get(signal) ?? listenTo(signal);
  acts.add(act);
  // Adding the same listener twice has no effect.
  signal.addEventListener("abort", listener);
  return () => {
    acts.delete(act);
    if (acts.size === 0) signal.removeEventListener("abort", listener);
  };
}

function listenTo(signal: AbortSignal): AbortListener {
  const acts = new Set<() => void>();
  const listener = () => {
    for (const act of acts) act();
  };
  listeners.set(signal, { acts, listener });
  return { acts, listener };
}

/** The reason of an abort. For a polyfilled signal without a reason, the standard's default reason. */
export function abortReason(signal: AbortSignal | undefined): unknown {
  if (signal?.reason !== undefined) return signal.reason;
  return Object.assign(new Error("This operation was aborted"), { name: "AbortError" });
}

/**
 * Ends one attempt when the caller aborts or `timeout` ms have passed, even when `fetch` ignores its
 * signal. Must be ended: the caller's signal may outlive thousands of calls.
 */
export class Deadline {
  /** The reason why the attempt was stopped, if it was. */
  stopped: "aborted" | "timed out" | undefined;
  readonly #controller = new AbortController();
  readonly #clear: () => void;
  readonly #unlink: () => void;
  #reject: (reason: unknown) => void = () => {};

  constructor(caller: AbortSignal | undefined, timeout: number) {
    // A cheap placeholder: the caller gets a `TrutoTimeoutError` instead.
    this.#clear = startTimeout(() => this.#stop("timed out", new Error("timed out")), timeout);
    this.#unlink = onAbort(caller, () => this.#stop("aborted", abortReason(caller)));
  }

  /** The signal for `fetch`. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Settles as `work` does, or rejects as soon as the attempt is stopped; one at a time. */
  race<T>(work: PromiseLike<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.stopped) reject(this.signal.reason);
      this.#reject = reject;
      work.then(resolve, reject);
    });
  }

  /** Removes the timer and the listener on the caller's signal. */
  end(): void {
    this.#clear();
    this.#unlink();
  }

  #stop(why: "aborted" | "timed out", reason: unknown): void {
    this.stopped = why;
    this.#reject(reason);
    this.#controller.abort(reason);
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

/** `setTimeout` fires at once for a longer delay than this many ms. */
export const longestTimer = 2 ** 31 - 1;

/** Starts a timer, but none for a delay that no timer can hold. */
export function startTimer(run: () => void, delay: number): ReturnType<typeof setTimeout> | undefined {
  return delay <= longestTimer ? setTimeout(run, delay) : undefined;
}

/** The one listener on a signal, and what the calls under way on it do when it is aborted. */
interface AbortListener {
  readonly acts: Set<() => void>;
  readonly listener: () => void;
}

const listeners = new WeakMap<AbortSignal, AbortListener>();

/**
 * Acts when a signal is aborted, until the function it gives back is called. All calls on a signal share
 * one listener: Node 20 warns of a leak at the eleventh.
 */
export function onAbort(signal: AbortSignal | undefined, act: () => void): () => void {
  if (!signal) return () => {};
  const { acts, listener } = listeners.get(signal) ?? listenTo(signal);
  acts.add(act);
  // Added again, a listener is still one.
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
  readonly #controller = new AbortController();
  readonly #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #unlink: () => void;
  #reject: (reason: unknown) => void = () => {};

  constructor(caller: AbortSignal | undefined, timeout: number) {
    // The timeout's own error says more than this one; it only has to be cheap.
    this.#timer = startTimer(() => this.#stop("timed out", new Error("timed out")), timeout);
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

  /** Forgets the timer and the caller's signal. */
  end(): void {
    clearTimeout(this.#timer);
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

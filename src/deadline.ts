/** `setTimeout` fires at once for a longer delay than this many ms. */
export const longestTimer = 2 ** 31 - 1;

/** Starts a timer, but none for a delay that no timer can hold. */
export function startTimer(run: () => void, delay: number): ReturnType<typeof setTimeout> | undefined {
  return delay <= longestTimer ? setTimeout(run, delay) : undefined;
}

/**
 * Ends one attempt when the caller aborts or `timeout` ms have passed, even when `fetch` ignores its
 * signal. Must be ended: the caller's signal may outlive thousands of calls.
 */
export class Deadline {
  /** Why the attempt was stopped, if it was. */
  stopped: "aborted" | "timed out" | undefined;
  readonly #controller = new AbortController();
  readonly #caller: AbortSignal | undefined;
  readonly #timer: ReturnType<typeof setTimeout> | undefined;
  #reject: ((reason: unknown) => void) | undefined;

  constructor(caller: AbortSignal | undefined, timeout: number) {
    this.#caller = caller;
    this.#timer = startTimer(() => this.#stop("timed out"), timeout);
    caller?.addEventListener("abort", this.#abort);
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
    this.#caller?.removeEventListener("abort", this.#abort);
  }

  readonly #abort = () => this.#stop("aborted");

  #stop(why: "aborted" | "timed out"): void {
    this.stopped = why;
    // The timeout's own error says more than this one; it only has to be cheap.
    const reason: unknown = why === "aborted" ? this.#caller?.reason : new Error(why);
    this.#reject?.(reason);
    this.#controller.abort(reason);
  }
}

/** Waits `delay` ms, or rejects at once with the signal's reason. */
export function sleep(delay: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", abort);
      resolve();
    }, delay);
    const abort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    if (signal?.aborted) abort();
    else signal?.addEventListener("abort", abort, { once: true });
  });
}

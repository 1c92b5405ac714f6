import { exitCodes } from "./exit-code.js";
import { parentsOf } from "./parents.js";
import type { Surroundings } from "./surroundings.js";

/** The reason of a run that was interrupted. */
export class Interrupted extends Error {
  constructor() {
    super("interrupted");
  }
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

type Cause = (typeof signals)[number] | "npm ended";

/** Milliseconds in which a second SIGTERM is the first one's echo: `timeout` sends one to the process and one to its group. */
const echo = 1_000;

/**
 * What Ctrl-C does, a request to terminate, a terminal that closes and the death of the `npx` in front: it ends the process, once
 * there is nothing that could end in order. A terminal that closes may say so more than once, so that never ends it at once.
 */
export class Interrupts {
  readonly #around: Surroundings;
  readonly #listeners = signals.map((signal) => [signal, () => this.#interrupt(signal)] as const);
  readonly #timer: ReturnType<typeof setInterval> | undefined;
  #drain: (() => void) | undefined;
  /** Start of the drain, by `performance.now()`. */
  #drainingSince: number | undefined;

  constructor(around: Surroundings) {
    this.#around = around;
    for (const [signal, listener] of this.#listeners) around.on(signal, listener);
    this.#timer = this.#watchNpm();
  }

  /** Replaces the handler of the next interrupt. */
  drainBy(drain: () => void): void {
    this.#drain = drain;
  }

  /** Removes the listeners. */
  end(): void {
    clearInterval(this.#timer);
    for (const [signal, listener] of this.#listeners) this.#around.off(signal, listener);
  }

  /** npm passes no signal on through its shell, so a command that it started looks after it. Whoever lets go of one on purpose does so without npm. */
  #watchNpm() {
    const { env } = this.#around;
    if (env.npm_command === undefined) return undefined;
    const before = parentsOf(this.#around.ppid);
    const timer = setInterval(() => {
      if (parentsOf(this.#around.ppid) !== before) this.#interrupt("npm ended");
    }, 500);
    timer.unref();
    return timer;
  }

  #interrupt(cause: Cause): void {
    clearInterval(this.#timer);
    if (this.#drainingSince !== undefined) {
      const isEcho = performance.now() < this.#drainingSince + echo;
      if (cause === "SIGINT" || (cause === "SIGTERM" && !isEcho)) this.#exit();
      return;
    }
    if (this.#drain) {
      this.#drainingSince = performance.now();
      this.#drain();
    } else this.#exit();
  }

  #exit(): void {
    this.#around.stderr.write("\n");
    this.#around.exit(exitCodes.interrupted.code);
  }
}

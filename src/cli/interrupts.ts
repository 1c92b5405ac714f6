import { type ExitCode, exitCodes } from "./exit-code.js";
import { parentsOf } from "./parents.js";
import type { Surroundings } from "./surroundings.js";

/** The reason of a run that was interrupted. */
export class Interrupted extends Error {
  constructor() {
    super("interrupted");
  }
}

/** The line for the first interrupt of a run, which lets the requests under way end. */
export const drainText = "Interrupted: the requests under way finish first; interrupt again to end at once.";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

type Cause = (typeof signals)[number] | "npm ended";

/** A second SIGTERM within this many ms is ignored, as `timeout` sends one to the process and one to its process group. */
const echo = 1_000;

/**
 * Handles SIGINT (Ctrl-C), SIGTERM, SIGHUP (the terminal closes) and the death of the `npx` that started this process. Before a
 * run the first one ends the process. During a run the first one lets the requests under way end, and a second SIGINT or SIGTERM
 * ends the process at once. A second SIGHUP does not, as a closing terminal may send several.
 */
export class Interrupts {
  readonly #around: Surroundings;
  readonly #timer: ReturnType<typeof setInterval> | undefined;
  #drain: (() => void) | undefined;
  /** Start of the drain, by `performance.now()`. */
  #drainingSince: number | undefined;
  /** Set when the command is done. */
  #exitCode: ExitCode | undefined;

  constructor(around: Surroundings) {
    this.#around = around;
    for (const signal of signals) around.on(signal, () => this.#interrupt(signal));
    this.#timer = this.#watchNpm();
  }

  /** Sets what the next interrupt does: it stops the run, and lets the requests under way end. */
  drainBy(drain: () => void): void {
    this.#drain = drain;
  }

  /** Marks the end of the command: an interrupt on its last way ends the process with this exit code, and changes it no more. */
  end(exitCode: ExitCode): void {
    clearInterval(this.#timer);
    this.#exitCode = exitCode;
  }

  /**
   * Interrupts when the npm or `npx` that started this process dies, as npm passes no signal on through its shell. A command that
   * was started without npm may outlive its shell.
   */
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
    if (this.#exitCode !== undefined) this.#around.exit(this.#exitCode);
    else if (this.#drainingSince !== undefined) {
      const isEcho = performance.now() < this.#drainingSince + echo;
      if (cause === "SIGINT" || (cause === "SIGTERM" && !isEcho)) this.#exit();
    } else if (this.#drain) {
      this.#drainingSince = performance.now();
      this.#drain();
    } else this.#exit();
  }

  #exit(): void {
    this.#around.stderr.write("\n");
    this.#around.exit(exitCodes.interrupted.code);
  }
}

import { exitCodes } from "./exit-code.js";
import type { Surroundings } from "./surroundings.js";

/** Why a run ends that was interrupted. */
export class Interrupted extends Error {
  constructor() {
    super("interrupted");
  }
}

/** What Ctrl-C does, and a request to terminate: it ends the process, once there is nothing that could end in order. */
export class Interrupts {
  readonly #around: Surroundings;
  #drain: (() => void) | undefined;

  constructor(around: Surroundings) {
    this.#around = around;
    around.on("SIGINT", this.#interrupt);
    around.on("SIGTERM", this.#interrupt);
  }

  /** Has the next one call this instead. */
  drainBy(drain: () => void): void {
    this.#drain = drain;
  }

  /** Listens no more. */
  end(): void {
    this.#around.off("SIGINT", this.#interrupt);
    this.#around.off("SIGTERM", this.#interrupt);
  }

  readonly #interrupt = (): void => {
    const drain = this.#drain;
    this.#drain = undefined;
    if (drain) {
      drain();
    } else {
      this.#around.stderr.write("\n");
      this.#around.exit(exitCodes.interrupted.code);
    }
  };
}

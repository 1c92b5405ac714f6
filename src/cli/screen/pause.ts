import { TrutoApiError, type TrutoError } from "../../errors.js";
import { duration, printable } from "../text.js";
import type { Wait } from "./line.js";

/** The lines that a run prints about a pause. */
export interface PauseEvent {
  /** Milliseconds until the next request. */
  delay: number;
  /** The last answer, or why there was none. */
  reason: TrutoError;
}

/** A time in which a run sends nothing, because the server asked for it or seems to be down. */
export class Pause {
  readonly #until: number;
  readonly #reason: TrutoError;
  /** Number of definite answers at its start. */
  readonly #answers: number;

  constructor({ delay, reason }: PauseEvent, answers: number, now: number) {
    this.#until = now + delay;
    this.#reason = reason;
    this.#answers = answers;
  }

  /** `true` during the pause. If the server asked for it, it ends after that time; if the server is down, with an answer. */
  isOn(answers: number, now: number): boolean {
    return this.#isLimit() ? now < this.#until : answers === this.#answers;
  }

  /** Its text. */
  wait(now: number): Wait {
    const left = this.left(now);
    const text = left > 0 ? `paused ${duration(left)}` : "asking whether the server is back";
    const { status, error } = this.#reason instanceof TrutoApiError ? this.#reason : {};
    return {
      text,
      reason: status === undefined ? "no answer" : printable(`${status} ${error ?? ""}`.trim()),
    };
  }

  /** Milliseconds until the next request. */
  left(now: number): number {
    return Math.max(0, this.#until - now);
  }

  #isLimit(): boolean {
    return this.#reason instanceof TrutoApiError && this.#reason.status === 429;
  }
}

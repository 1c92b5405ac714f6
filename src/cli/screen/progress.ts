import type { DeleteProgress } from "../../bulk/index.js";
import type { Rate } from "../option-values.js";
import type { Tally } from "../report/ledger.js";
import type { Screen } from "../surroundings.js";
import { commandWords, duration, printable } from "../text.js";
import { LimitWait } from "./limit-wait.js";
import { fittingLine, type Wait, wholeLine } from "./line.js";
import { Pause, type PauseEvent } from "./pause.js";

/** The control characters that go back to the start of the line and clear it. */
const clearLine = "\r\x1b[K";
/** Milliseconds between two lines that stay. */
const minute = 60_000;
/** The shortest wait in ms that is shown. Shorter ones come between any two requests. */
const shortestWait = 1_000;

/** The source of the progress, such as the ledger. */
export interface RunState {
  /** Number of ids. */
  readonly ids: number;
  /** Number of ids that are under way. */
  readonly underWay: number;
  tally(): Tally;
}

/** Options of the display. */
export interface ProgressOptions {
  /** The limit that the run keeps. */
  limit: Rate;
  /** `true` if the screen can go back to the start of a line. */
  canRedraw: boolean;
  /** Milliseconds between two lines. @default a second where a line can be redrawn, else a minute */
  interval?: number;
}

/** Shows the progress of a run: on a terminal as a line that is redrawn each second, elsewhere as a line a minute. */
export class ProgressLine {
  readonly #screen: Screen;
  readonly #run: RunState;
  readonly #canRedraw: boolean;
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #startedAt = performance.now();
  readonly #limit: LimitWait;
  #speed: { rate: number; eta: number | undefined; at: number } | undefined;
  #pause: Pause | undefined;
  #pauseToldAt = Number.NEGATIVE_INFINITY;

  constructor(screen: Screen, run: RunState, { limit, canRedraw, interval }: ProgressOptions) {
    this.#screen = screen;
    this.#run = run;
    this.#canRedraw = canRedraw;
    this.#limit = new LimitWait(limit);
    this.#timer = setInterval(() => this.#draw(), interval ?? (canRedraw ? 1_000 : minute));
  }

  /** Records the speed of the run. */
  update({ rate, eta }: Pick<DeleteProgress, "rate" | "eta">): void {
    this.#speed = { rate, eta, at: performance.now() };
  }

  /** Records that a request is sent. */
  send(): void {
    this.#limit.add(performance.now());
  }

  /** Records a pause. On a terminal the progress line shows it; elsewhere a line is printed, at most one a minute. */
  pause(pause: PauseEvent): void {
    const now = performance.now();
    this.#pause = new Pause(pause, this.#answers(), now);
    if (this.#canRedraw) this.#draw();
    else if (now >= this.#pauseToldAt + minute) {
      this.#pauseToldAt = now;
      this.say(`Paused for ${duration(pause.delay)}: ${printable(commandWords(pause.reason.message))}`);
    }
  }

  /** Writes a line of text that stays. */
  say(text: string): void {
    this.#screen.write(`${this.#canRedraw ? clearLine : ""}${text}\n`);
  }

  /** Prints how long the run took, and then nothing more. */
  end(): void {
    clearInterval(this.#timer);
    this.say(`Took ${duration(performance.now() - this.#startedAt)}.`);
  }

  #draw(): void {
    const { unsent, ...outcomes } = this.#run.tally();
    const { ids } = this.#run;
    const now = performance.now();
    const { wait, ms } = this.#wait(now);
    const left = this.#left(now, ms);
    const facts = { ids, settled: ids - unsent, outcomes, rate: this.#speed?.rate, left, wait };
    if (this.#canRedraw) {
      // A line that wraps could not be redrawn.
      this.#screen.write(clearLine + fittingLine(facts, (this.#screen.columns || 80) - 1));
    } else this.say(wholeLine(facts));
  }

  /** The reason of a wait, and its length in milliseconds. */
  #wait(now: number): { wait?: Wait; ms: number } {
    if (this.#pause && !this.#pause.isOn(this.#answers(), now)) this.#pause = undefined;
    if (this.#pause) return { wait: this.#pause.wait(now), ms: this.#pause.left(now) };
    const ms = this.#limit.at(now);
    const areAllSent = this.#run.tally().unsent === this.#run.underWay;
    if (ms < shortestWait || areAllSent) return { ms: 0 };
    return { wait: { text: `waiting ${duration(ms)} for Truto's limit` }, ms };
  }

  /** Milliseconds until all are done, if nothing is sent for `wait` ms. */
  #left(now: number, wait: number): number | undefined {
    if (this.#speed?.eta === undefined) return undefined;
    // The time left counts from the moment when requests are sent again.
    if (wait > 0) this.#speed.at = now + wait;
    return Math.max(0, this.#speed.at + this.#speed.eta - now);
  }

  /** Number of definite answers so far. */
  #answers(): number {
    const { deleted, gone, failed } = this.#run.tally();
    return deleted + gone + failed;
  }
}

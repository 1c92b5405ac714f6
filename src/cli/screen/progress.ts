import type { DeleteProgress } from "../../bulk/index.js";
import type { Ledger } from "../report/ledger.js";
import type { Screen } from "../surroundings.js";
import { countsText, duration } from "../text.js";

const barWidth = 20;
/** Goes back to the start of the line and clears it. */
const clearLine = "\r\x1b[K";

/** Shows how far a run is: on a terminal in a line that is redrawn each second, elsewhere in a line a minute. */
export class ProgressLine {
  readonly #screen: Screen;
  readonly #ledger: Ledger;
  readonly #timer: ReturnType<typeof setInterval>;
  #speed: Pick<DeleteProgress, "rate" | "eta"> | undefined;

  /** @param interval ms between two lines */
  constructor(screen: Screen, ledger: Ledger, interval = screen.isTTY ? 1_000 : 60_000) {
    this.#screen = screen;
    this.#ledger = ledger;
    this.#timer = setInterval(() => this.#draw(), interval);
  }

  /** Takes in how fast the run is. */
  update(speed: Pick<DeleteProgress, "rate" | "eta">): void {
    this.#speed = speed;
  }

  /** Writes a line of text that stays. */
  say(text: string): void {
    this.#screen.write(`${this.#screen.isTTY ? clearLine : ""}${text}\n`);
  }

  /** Clears the line, and shows nothing more. */
  end(): void {
    clearInterval(this.#timer);
    if (this.#screen.isTTY) this.#screen.write(clearLine);
  }

  #draw(): void {
    const { unsent, ...outcomes } = this.#ledger.tally();
    const { ids } = this.#ledger;
    const settled = ids - unsent;
    const line = [`${settled}/${ids}`];
    if (this.#speed) {
      const { rate, eta } = this.#speed;
      line.push(`${rate.toFixed(1)}/s`);
      if (eta !== undefined) line.push(`${duration(eta)} left`);
    }
    line.push(countsText(outcomes));
    if (!this.#screen.isTTY) {
      this.say(line.join("  "));
      return;
    }
    const bar = "#".repeat(Math.floor((barWidth * settled) / ids)).padEnd(barWidth, "-");
    const columns = this.#screen.columns || 80;
    // A line that wraps could not be redrawn.
    this.#screen.write(`${clearLine}${[`[${bar}]`, ...line].join("  ").slice(0, columns - 1)}`);
  }
}

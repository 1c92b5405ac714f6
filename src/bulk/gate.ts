import { TrutoApiError, type TrutoError } from "../errors.js";
import { isTrutoError } from "../transport/outcome.js";
import type { Settings } from "./options.js";
import { type Entry, Outage } from "./outage.js";
import { joinPacer, type Pacer } from "./pacer.js";
import { StopRules, stopError } from "./stop-rules.js";
import type { Turn } from "./turn.js";
import { isLimited, scopeOf } from "./verdicts.js";

/** The run, as the gate sees it. */
export interface GatedRun {
  readonly settings: Settings;
  /** Aborted when no further request may be sent. */
  readonly stopped: AbortSignal;
  /** Ends the run, which then throws the reason. */
  stop(reason: unknown): void;
  /** Calls a function of the caller. If it fails, the run ends. */
  tell(call: () => unknown): unknown;
  /** Makes the run check again what it waits for. */
  wake(): void;
}

/** The shortest reported pause, in ms: longer than the time between the answers of one burst. */
const worthTelling = 1_000;

/** All requests of a run and their answers pass here: this class decides on pauses and on the end of the run. */
export class Gate {
  readonly outage: Outage;
  readonly rules: StopRules;
  readonly pacer: Pacer;
  readonly #run: GatedRun;
  /** End of the last pause that was reported. */
  #toldUntil = 0;

  constructor(run: GatedRun, client: object, account: string) {
    const { settings } = run;
    this.#run = run;
    this.outage = new Outage(settings.maxPause, !settings.triedBefore, () => run.wake());
    this.rules = new StopRules(settings);
    this.pacer = joinPacer(client, account, settings.limits, settings.slotTimeout);
    const now = performance.now();
    const moments = settings.sentBefore.map((time) => Math.min(now, time - Date.now() + now));
    this.pacer.countEarlier(moments.filter((moment) => moment > now - 2 * settings.limits.window));
  }

  /** Resolves when a request may be sent, or to `undefined` if the run ends first. `isNew`: its contact was not tried before. */
  async admit({ isNew }: { isNew: boolean }): Promise<Permit | undefined> {
    const entry = await this.outage.enter(isNew);
    if (!entry) return undefined;
    const turn = await this.pacer.take(this.#run.stopped);
    if (turn) return new Permit(this, entry, turn);
    this.outage.leave(entry, "not sent");
    return undefined;
  }

  /** Evaluates the result of a request: without an error, it was a success. */
  end(entry: Entry, turn: Turn, error: TrutoError | undefined): void {
    if (error?.attempts === 0) {
      turn.cancel();
      this.outage.leave(entry, "not sent");
      return;
    }
    // A wrapper of the client that passes no options on does not report when it sends.
    if (turn.sentAt === undefined) turn.send();
    turn.release();
    const scope = error ? scopeOf(error) : "success";
    if (error && isLimited(error)) this.#pause(turn, error);
    else if (!error || error instanceof TrutoApiError) this.pacer.endPauses();
    this.#leave(entry, scope === "server" ? error : undefined);
    const end = scope === "access" ? error : this.rules.answer(scope, error);
    if (end) this.#run.stop(end);
  }

  #pause({ sentAt = 0 }: Turn, error: TrutoApiError): void {
    const { maxPause } = this.#run.settings;
    if (!error.isRemote && isTrutoError(error.status, error.body)) this.pacer.countFromAnswers();
    const { until, isTooLong } = this.pacer.pause(sentAt, error.retryAfter, maxPause);
    if (isTooLong) this.#run.stop(error);
    else this.#tell(until, error);
  }

  #leave(entry: Entry, failure: TrutoError | undefined): void {
    const retryAfter = failure instanceof TrutoApiError ? failure.retryAfter : undefined;
    const wait = this.outage.leave(entry, failure ? "failed" : "answered", retryAfter);
    if (!wait || !failure) return;
    if (!wait.isTooLong) this.#tell(wait.until, failure);
    else if (isLimited(failure)) this.#run.stop(failure);
    else {
      const seconds = Math.round(this.#run.settings.maxPause / 1_000);
      const message = `stopped after ${seconds} s without a definite answer: ${failure.message}`;
      this.#run.stop(stopError(message, failure));
    }
  }

  #tell(until: number, reason: TrutoError): void {
    const now = performance.now();
    if (now < this.#toldUntil && until <= this.#toldUntil + worthTelling) return;
    this.#toldUntil = until;
    const delay = Math.round(until - now);
    this.#run.tell(() => this.#run.settings.onPause?.({ delay, reason }));
  }
}

/** The permission to send one request. */
export class Permit {
  readonly #gate: Gate;
  readonly #entry: Entry;
  readonly #turn: Turn;

  constructor(gate: Gate, entry: Entry, turn: Turn) {
    this.#gate = gate;
    this.#entry = entry;
    this.#turn = turn;
  }

  /** Must be called right before the request is sent. */
  send(): void {
    this.#turn.send(this.#gate.pacer.way);
  }

  /** Must be called after the response, with the error if there is one. */
  end(error: TrutoError | undefined): void {
    this.#gate.end(this.#entry, this.#turn, error);
  }

  /** Gives it back unused. */
  cancel(): void {
    this.#turn.cancel();
    this.#gate.outage.leave(this.#entry, "not sent");
  }
}

import { defaultsOf } from "../client.js";
import { TrutoError } from "../errors.js";
import { onAbort } from "../transport/deadline.js";
import { deleteOne, type RunContext } from "./attempts.js";
import type { DeleteContactsQuery, DeleteOutcome, RunClient, Settings } from "./options.js";
import { joinPacer, type Pacer, type Slot } from "./pacer.js";
import { progressCounter } from "./progress.js";

/** One run: takes ids as there is room for them, and keeps their outcomes until they are read. It is made when it starts. */
export class Run implements RunContext {
  readonly truto: RunClient;
  readonly query: DeleteContactsQuery<string>;
  readonly settings: Settings;
  readonly pacer: Pacer;
  readonly #ids: Iterator<string> | AsyncIterator<string>;
  /** Whether `ids` can give more, has been asked for the next one, or has ended. */
  #source: "open" | "asked" | "ended" = "open";
  #isFeeding = true;
  /** The last delete under way of each id. */
  readonly #underWay = new Map<string, Promise<void>>();
  #running = 0;
  readonly #ready: DeleteOutcome[] = [];
  #failuresInARow = 0;
  readonly #progress: (result?: DeleteOutcome) => unknown;
  /** Why the run ends before its ids do. */
  #end: { reason: unknown } | undefined;
  readonly #stopper = new AbortController();
  readonly #waiting: (() => void)[] = [];

  constructor(
    truto: RunClient,
    ids: Iterable<string> | AsyncIterable<string>,
    query: DeleteContactsQuery<string>,
    settings: Settings,
  ) {
    this.truto = truto;
    this.query = query;
    this.settings = settings;
    const account = query.integrated_account_id ?? defaultsOf(truto).integratedAccountId ?? "";
    this.pacer = joinPacer(truto, account, settings.limits);
    this.#ids = Symbol.asyncIterator in ids ? ids[Symbol.asyncIterator]() : ids[Symbol.iterator]();
    this.#progress = progressCounter(settings);
  }

  /** Aborted when no further request may be sent. */
  get stopped(): AbortSignal {
    return this.#stopper.signal;
  }

  /** Ends the run; what is under way settles first. */
  stop(reason: unknown): void {
    this.#end ??= { reason };
    this.#takeNoMore();
  }

  /** Calls a function of the caller's; a run whose caller fails ends. */
  async tell(call: () => unknown): Promise<void> {
    try {
      await call();
    } catch (thrown) {
      this.stop(thrown);
    }
  }

  /** The outcomes as they settle. However it is left, nothing is under way afterwards. */
  async *outcomes(): AsyncGenerator<DeleteOutcome, void, undefined> {
    const signal = this.settings.signal ?? undefined;
    const abort = () => this.stop(signal?.reason);
    const unlink = onAbort(signal, abort);
    if (signal?.aborted) abort();
    this.#feed();
    try {
      while (this.#ready.length > 0 || !this.#isDone()) {
        const outcome = this.#ready.shift();
        if (!outcome) await this.#change();
        else {
          this.#wake();
          yield outcome;
        }
      }
    } finally {
      this.#takeNoMore();
      while (!this.#isDone()) await this.#change();
      unlink();
      this.pacer.runs--;
      await this.tell(() => this.#progress());
      await this.#close().catch((thrown) => {
        // What ended the run comes first, as with `for await`.
        if (!this.#end) throw thrown;
      });
    }
    if (this.#end) throw this.#end.reason;
  }

  #takeNoMore(): void {
    this.#stopper.abort();
    // An id that `ids` gave before the stop is here by then; one that it has yet to give is not waited for.
    setTimeout(() => {
      if (this.#source === "asked") this.#isFeeding = false;
      this.#wake();
    });
    this.#wake();
  }

  /** Resolves when anything has changed. */
  #change(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }

  #isDone(): boolean {
    return this.#running === 0 && !this.#isFeeding;
  }

  async #feed(): Promise<void> {
    try {
      for (let index = 0; !this.stopped.aborted; ) {
        if (!this.#hasRoom()) {
          await this.#change();
          continue;
        }
        this.#source = "asked";
        const step = this.#ids.next();
        const { done, value } = "then" in step ? await step : step;
        this.#source = done ? "ended" : "open";
        if (done || !this.#isFeeding) break;
        this.#running++;
        // One id at a time waits here, so that a stop leaves one unsent at most.
        const slot = await this.pacer.take(this.settings.limits, this.stopped);
        this.#start(value, index++, slot);
      }
    } catch (thrown) {
      this.#source = "ended";
      this.stop(thrown);
    }
    this.#isFeeding = false;
    this.#wake();
  }

  /** Outcomes that nobody has read yet take up room as well. */
  #hasRoom(): boolean {
    const { concurrency } = this.settings;
    return this.#running < concurrency && this.#running + this.#ready.length < 2 * concurrency;
  }

  #start(id: string, index: number, slot: Slot | undefined): void {
    const before = this.#underWay.get(id);
    if (before) slot?.("not sent");
    const work = Promise.resolve(before)
      .then(() => deleteOne(this, id, index, before ? undefined : slot))
      .then((outcome) => {
        if (this.#underWay.get(id) === work) this.#underWay.delete(id);
        this.#settle(outcome);
      });
    this.#underWay.set(id, work);
  }

  #settle(outcome: DeleteOutcome): void {
    this.#running--;
    this.#ready.push(outcome);
    this.tell(() => this.#progress(outcome));
    if (!("error" in outcome)) this.#failuresInARow = 0;
    else if (++this.#failuresInARow >= this.settings.stopAfter) {
      const { error: cause } = outcome;
      const message = `stopped after ${this.#failuresInARow} failures in a row: ${cause.message}`;
      this.stop(new TrutoError(message, { attempts: cause.attempts, mayHaveBeenApplied: false }, { cause }));
    }
    this.#wake();
  }

  /** Lets go of `ids`, as `for await` does. */
  async #close(): Promise<void> {
    if (this.#source === "ended") return;
    const closed = Promise.resolve(this.#ids.return?.());
    if (this.#source === "open") await closed;
    // When it has yet to give an id it closes after that, which may be never.
    else closed.catch(() => {});
  }
}

import { onAbort } from "../transport/deadline.js";
import { deleteOne, type RunContext } from "./attempts.js";
import { Gate } from "./gate.js";
import { type Contact, type IdList, IdSource } from "./ids.js";
import { Keys } from "./keys.js";
import type { Settings } from "./options.js";
import { Progress } from "./progress.js";
import type { RunQuery } from "./query.js";
import type { DeleteOutcome, RunClient } from "./types.js";

/*
 * A run takes ids and gives outcomes. What waits for what:
 *
 * - The feeder takes an id when there is room: fewer than `concurrency` deletes under way, and fewer than twice as many including
 *   the outcomes that are not read yet. So a slow reader slows the run.
 * - With that id it waits at the gate, for the end of an outage and for a turn in the limits. Only one new id waits there, so a stop
 *   leaves at most one taken id unsent.
 * - From then on the delete runs by itself. Each further attempt goes through the gate again.
 * - During an outage, deletes that wait at the gate take no room: the feeder takes untried ids, from further and further on in
 *   the list, as probes of whether the server is back.
 * - A repeated id waits until the first one has settled, and takes no turn before that.
 * - A stop closes the gate and ends every wait. Requests under way end with their answers. Then the run is done.
 */

/** After the end of a run, milliseconds to wait for the id that its list was asked for. */
const lastIdWait = 1_000;

/** One run, from its start. */
export class Run implements RunContext {
  readonly truto: RunClient;
  readonly query: RunQuery;
  readonly settings: Settings;
  readonly gate: Gate;
  readonly keys: Keys;
  readonly #ids: IdSource;
  readonly #progress: Progress;
  #isFeeding = true;
  /** The last delete under way of each id. */
  readonly #underWay = new Map<string, Promise<void>>();
  #running = 0;
  /** Outcomes that nobody has read yet. */
  readonly #ready: DeleteOutcome[] = [];
  /** The reason why the run ends before its ids. */
  #end: { reason: unknown } | undefined;
  readonly #stopper = new AbortController();
  readonly #waiting: (() => void)[] = [];

  constructor(truto: RunClient, ids: IdList, query: RunQuery, settings: Settings) {
    this.truto = truto;
    this.query = query;
    this.settings = settings;
    this.#ids = new IdSource(ids);
    this.gate = new Gate(this, truto, query.integrated_account_id);
    this.keys = new Keys(settings);
    this.#progress = new Progress(settings);
  }

  /** Aborted when no further request may be sent. */
  get stopped(): AbortSignal {
    return this.#stopper.signal;
  }

  /** Ends the run. Deletes under way settle first. */
  stop(reason: unknown): void {
    this.#end ??= { reason };
    this.#takeNoMore();
  }

  /** Calls a function of the caller. If it fails, the run ends. */
  async tell(call: () => unknown): Promise<void> {
    try {
      await call();
    } catch (thrown) {
      this.stop(thrown);
    }
  }

  wake(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** The outcomes as they settle. Nothing is under way after its end, also when the caller leaves the loop. */
  async *outcomes(): AsyncGenerator<DeleteOutcome, void, undefined> {
    const { signal, onProgress } = this.settings;
    const abort = () => this.stop(signal?.reason);
    const unlink = onAbort(signal, abort);
    if (signal?.aborted) abort();
    this.#feed();
    try {
      while (this.#ready.length > 0 || this.#isBusy) {
        const outcome = this.#ready.shift();
        if (!outcome) await this.#change();
        else {
          this.wake();
          yield outcome;
        }
      }
    } finally {
      this.#takeNoMore();
      while (this.#isBusy) await this.#change();
      unlink();
      this.gate.pacer.leave();
      // A callback that never settles does not delay the end.
      const aMoment = new Promise((resolve) => setTimeout(resolve));
      await Promise.race([this.tell(() => onProgress?.(this.#progress.now())), aMoment]);
      await this.#ids.close().catch((thrown) => {
        // The first error wins, as with `for await`.
        if (!this.#end) throw thrown;
      });
    }
    if (this.#end) throw this.#end.reason;
  }

  #takeNoMore(): void {
    this.#stopper.abort();
    this.gate.outage.close();
    this.wake();
  }

  get #isBusy(): boolean {
    return this.#running > 0 || this.#isFeeding;
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async #feed(): Promise<void> {
    try {
      let contact = await this.#nextContact();
      while (contact) {
        await this.#start(contact);
        contact = await this.#nextContact();
      }
    } catch (thrown) {
      this.stop(thrown);
    }
    for (const contact of this.#ids.takePassedOver()) await this.#start(contact);
    this.#isFeeding = false;
    this.wake();
  }

  async #nextContact(): Promise<Contact | undefined> {
    while (!this.stopped.aborted && !this.#hasRoom()) await this.#change();
    if (this.stopped.aborted) return undefined;
    const { probes } = this.gate.outage;
    const isOutage = probes !== undefined;
    const next = isOutage ? this.#ids.ahead(2 ** probes - 1, this.stopped) : this.#ids.next();
    const contact = await this.#orStop(next);
    if (!contact) this.gate.outage.endNew();
    return contact;
  }

  #hasRoom(): boolean {
    const { concurrency } = this.settings;
    const { probes, waiting } = this.gate.outage;
    const atGate = probes === undefined ? 0 : waiting;
    return this.#running - atGate < concurrency && this.#running + this.#ready.length < 2 * concurrency;
  }

  /** The next id of the list; `undefined` if the run ends and the list does not give one soon. */
  #orStop(next: Promise<Contact | undefined>): Promise<Contact | undefined> {
    return new Promise((resolve, reject) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const unlink = onAbort(this.stopped, () => {
        timer = setTimeout(() => resolve(undefined), lastIdWait);
      });
      next.then(resolve, reject).finally(() => {
        clearTimeout(timer);
        unlink();
      });
    });
  }

  async #start(contact: Contact): Promise<void> {
    const { id } = contact;
    this.#running++;
    const before = this.#underWay.get(id);
    const permit = before ? undefined : await this.gate.admit({ isNew: true });
    const outcome = before
      ? before.then(() => this.gate.admit({ isNew: false })).then((later) => deleteOne(this, contact, later))
      : deleteOne(this, contact, permit);
    const work = outcome.then((settled) => {
      if (this.#underWay.get(id) === work) this.#underWay.delete(id);
      this.#settle(settled);
    });
    this.#underWay.set(id, work);
  }

  #settle(outcome: DeleteOutcome): void {
    this.#running--;
    this.#ready.push(outcome);
    const progress = this.#progress.add(outcome);
    if (progress) this.tell(() => this.settings.onProgress?.(progress));
    const end = this.gate.rules.settle(outcome);
    if (end) this.stop(end);
    this.wake();
  }
}

/** An id of the list, with its index. */
export interface Contact {
  id: string;
  /** Its place in the list, from 0. */
  index: number;
}

/** The source of a run's ids. */
export type IdList = Iterable<string> | AsyncIterable<string>;

/** Maximum number of ids skipped to find one further on. */
const mostPassedOver = 1_000;

/** Takes ids from the list one by one. */
export class IdSource {
  readonly #ids: Iterator<string> | AsyncIterator<string>;
  /** State of the list: it may have more ids, the next one is pending, or it has ended. */
  #state: "open" | "asked" | "ended" = "open";
  #index = 0;
  /** Ids that were taken from the list and wait. */
  readonly #passedOver: Contact[] = [];
  #isPassedOverNext = false;

  constructor(ids: IdList) {
    this.#ids = Symbol.asyncIterator in ids ? ids[Symbol.asyncIterator]() : ids[Symbol.iterator]();
  }

  /** The next id. Ids that were passed over alternate with new ones, as neighbours in a list often fail together. */
  async next(): Promise<Contact | undefined> {
    this.#isPassedOverNext = !this.#isPassedOverNext;
    const earlier = this.#isPassedOverNext ? this.#passedOver.shift() : undefined;
    return earlier ?? (await this.#take()) ?? this.#passedOver.shift();
  }

  /** An id `places` after the next one, or the last one of a shorter list; `undefined` once the signal is aborted. */
  async ahead(places: number, stopped: AbortSignal): Promise<Contact | undefined> {
    const wanted = Math.min(places + 1, mostPassedOver);
    while (this.#passedOver.length < wanted && !stopped.aborted) {
      const contact = await this.#take();
      if (!contact) break;
      this.#passedOver.push(contact);
    }
    if (stopped.aborted) return undefined;
    const { length } = this.#passedOver;
    return this.#passedOver.splice(places % Math.max(1, length), 1)[0];
  }

  /** Removes and returns the ids that were passed over, when the run ends before their turn. */
  takePassedOver(): Contact[] {
    return this.#passedOver.splice(0);
  }

  /** Closes the list, as `for await` does. */
  async close(): Promise<void> {
    if (this.#state === "ended") return;
    const isAsked = this.#state === "asked";
    this.#state = "ended";
    const closed = Promise.resolve(this.#ids.return?.());
    // A list closes after its pending id, which may never come.
    if (isAsked) closed.catch(() => {});
    else await closed;
  }

  async #take(): Promise<Contact | undefined> {
    if (this.#state === "ended") return undefined;
    this.#state = "asked";
    try {
      const { done, value } = await this.#ids.next();
      this.#state = done ? "ended" : "open";
      return done ? undefined : { id: value, index: this.#index++ };
    } catch (thrown) {
      // A list that fails is not closed, as with `for await`.
      this.#state = "ended";
      throw thrown;
    }
  }
}

/** An id of the list, at its place. */
export interface Contact {
  id: string;
  /** From 0. */
  index: number;
}

/** Ids that may be passed over at most, to find one further on. */
const mostPassedOver = 1_000;

/** The list of ids, taken one by one. */
export class IdSource {
  readonly #ids: Iterator<string> | AsyncIterator<string>;
  /** Whether the list can give more, has been asked for the next one, or has ended. */
  #state: "open" | "asked" | "ended" = "open";
  #index = 0;
  /** Those that were taken and had to wait. */
  readonly #passedOver: Contact[] = [];
  #isPassedOverNext = false;

  constructor(ids: Iterable<string> | AsyncIterable<string>) {
    this.#ids = Symbol.asyncIterator in ids ? ids[Symbol.asyncIterator]() : ids[Symbol.iterator]();
  }

  /**
   * The next id, after passing over so many; none when there are no more, or the signal is aborted. Those passed over come later,
   * mixed with the rest.
   */
  async next(passOver: number, stopped: AbortSignal): Promise<Contact | undefined> {
    const room = mostPassedOver - this.#passedOver.length;
    for (let left = Math.min(passOver, room); left > 0 && !stopped.aborted; left--) {
      const contact = await this.#take();
      if (!contact) break;
      this.#passedOver.push(contact);
    }
    if (stopped.aborted) return undefined;
    // Ids that follow one another tend to fare alike.
    this.#isPassedOverNext = passOver === 0 && !this.#isPassedOverNext;
    const earlier = this.#isPassedOverNext ? this.#passedOver.shift() : undefined;
    return earlier ?? (await this.#take()) ?? this.#passedOver.shift();
  }

  /** Takes those that were passed over, when the run ends before their turn. */
  takePassedOver(): Contact[] {
    return this.#passedOver.splice(0);
  }

  /** Lets go of the list, as `for await` does. */
  async close(): Promise<void> {
    if (this.#state === "ended") return;
    const isAsked = this.#state === "asked";
    this.#state = "ended";
    const closed = Promise.resolve(this.#ids.return?.());
    // A list that has yet to give an id closes after that, which may be never.
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
      // As with `for await`, a list that fails is not closed.
      this.#state = "ended";
      throw thrown;
    }
  }
}

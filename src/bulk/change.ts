/** A promise of the next change, for those who wait until something holds. */
export class Change {
  promise!: Promise<void>;
  #resolve!: () => void;

  constructor() {
    this.#renew();
  }

  /** Wakes everybody who waits. */
  happened(): void {
    this.#resolve();
    this.#renew();
  }

  #renew(): void {
    this.promise = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }
}

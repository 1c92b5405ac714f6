import type { DeleteOutcome } from "../../bulk/index.js";

/** What a line of the report says of one id; the last one of an id holds. */
export type Entry = {
  /** The id's line in the input, from 1. */
  n: number;
  id: string;
} & (
  | {
      /** The idempotency key of the request that follows. */
      sending: string;
    }
  | {
      outcome: DeleteOutcome["outcome"];
      /** Whether the next run sends it again. */
      again?: boolean;
      /** When it was known, in ISO 8601. */
      at?: string;
      /** Requests that this run sent for it. */
      attempts?: number;
      /** Of `gone`: whether a request before may be what deleted it. */
      mayHaveBeenApplied?: boolean;
      /** Why it is not known to be deleted. */
      error?: { name: string; status?: number; message: string };
    }
);

const states = ["unsent", "sending", "unknown", "failed for now", "failed", "deleted", "gone"] as const;

type State = (typeof states)[number];

const final: ReadonlySet<State> = new Set(["failed", "deleted", "gone"]);

/** How many ids ended how; `unsent` counts those under way, too. */
export type Tally = Record<DeleteOutcome["outcome"] | "unsent", number>;

/** What is known of every id: a byte for each, and a key for those that wait for an outcome. */
export class Ledger {
  /** Number of ids. */
  readonly ids: number;
  readonly #states: Uint8Array;
  readonly #counts = new Map<State, number>();
  readonly #keys = new Map<number, string>();

  constructor(ids: number) {
    this.ids = ids;
    this.#states = new Uint8Array(ids);
    this.#counts.set("unsent", ids);
  }

  /** Takes in what a line of the report says. */
  apply(entry: Entry): void {
    const { n } = entry;
    const state = stateOf(entry);
    if ("sending" in entry) this.#keys.set(n, entry.sending);
    else if (state !== "unknown") this.#keys.delete(n);
    const before = this.#state(n);
    this.#counts.set(before, this.#count(before) - 1);
    this.#counts.set(state, this.#count(state) + 1);
    this.#states[n - 1] = states.indexOf(state);
  }

  /** The key of an id that was sent and has no definite outcome. */
  key(n: number): string | undefined {
    return this.#keys.get(n);
  }

  /** Number of ids that `toSend` gives. */
  get left(): number {
    return [...final].reduce((left, state) => left - this.#count(state), this.ids);
  }

  /** The outcomes so far, as people read them. */
  tally(): Tally {
    return {
      deleted: this.#count("deleted"),
      gone: this.#count("gone"),
      unknown: this.#count("unknown"),
      failed: this.#count("failed") + this.#count("failed for now"),
      unsent: this.#count("unsent") + this.#count("sending"),
    };
  }

  /** The ids to send, by line; first those that were sent before, while the server may still know their keys. */
  toSend(): Uint32Array {
    const lines = new Uint32Array(this.left);
    lines.set([...this.#keys.keys()]);
    let length = this.#keys.size;
    for (let n = 1; n <= this.ids; n++) {
      if (!this.#keys.has(n) && !final.has(this.#state(n))) lines[length++] = n;
    }
    return lines;
  }

  #count(state: State): number {
    return this.#counts.get(state) ?? 0;
  }

  #state(n: number): State {
    return states[this.#states[n - 1] ?? 0] ?? "unsent";
  }
}

function stateOf(entry: Entry): State {
  if ("sending" in entry) return "sending";
  return entry.outcome === "failed" && entry.again ? "failed for now" : entry.outcome;
}

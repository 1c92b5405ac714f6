import type { DeleteOutcome } from "../bulk/index.js";

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

/** How many ids ended how; `unsent` counts those under way, too. */
export type Tally = Record<DeleteOutcome["outcome"] | "unsent", number>;

/** What is known of every id: a byte for each, and a key for those that wait for an outcome. */
export class Ledger {
  readonly #counts: Record<State, number>;
  /** Number of ids. */
  readonly ids: number;
  readonly #states: Uint8Array;
  readonly #keys = new Map<number, string>();

  constructor(ids: number) {
    this.ids = ids;
    this.#states = new Uint8Array(ids);
    this.#counts = {
      unsent: ids,
      sending: 0,
      unknown: 0,
      "failed for now": 0,
      failed: 0,
      deleted: 0,
      gone: 0,
    };
  }

  /** Takes in what a line of the report says. */
  apply(entry: Entry): void {
    const { n } = entry;
    const state = stateOf(entry);
    if ("sending" in entry) this.#keys.set(n, entry.sending);
    else if (state !== "unknown") this.#keys.delete(n);
    this.#counts[this.#state(n)]--;
    this.#counts[state]++;
    this.#states[n - 1] = states.indexOf(state);
  }

  /** The key of an id that was sent and has no definite outcome. */
  key(n: number): string | undefined {
    return this.#keys.get(n);
  }

  /** Number of ids that `toSend` gives. */
  get left(): number {
    return this.ids - this.#counts.deleted - this.#counts.gone - this.#counts.failed;
  }

  /** The outcomes so far, as people read them. */
  tally(): Tally {
    const { deleted, gone, unknown, failed, sending, unsent, "failed for now": failedForNow } = this.#counts;
    return { deleted, gone, unknown, failed: failed + failedForNow, unsent: unsent + sending };
  }

  /** The ids to send, by line; first those that were sent before, while the server may still know their keys. */
  toSend(): Uint32Array {
    const lines = new Uint32Array(this.left);
    lines.set([...this.#keys.keys()]);
    let length = this.#keys.size;
    for (let n = 1; n <= this.ids; n++) {
      const state = this.#state(n);
      if (state === "unsent" || state === "failed for now") lines[length++] = n;
    }
    return lines;
  }

  #state(n: number): State {
    return states[this.#states[n - 1] ?? 0] ?? "unsent";
  }
}

function stateOf(entry: Entry): State {
  if ("sending" in entry) return "sending";
  return entry.outcome === "failed" && entry.again ? "failed for now" : entry.outcome;
}

import { check } from "../options/resolve.js";
import { randomKey } from "../transport/key.js";
import { kindOf } from "../values.js";
import type { Contact } from "./ids.js";
import type { Settings } from "./options.js";

/** The idempotency key of a contact in one run. */
export interface Key {
  text: string;
  /** `true` if an earlier request with it may have deleted the contact, without a known outcome. */
  isOpen: boolean;
}

/** A valid header value: no control characters, no space at the ends. */
const headerText = /^[\x21-\x7e\x80-\xff]([\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?$/;
/** The texts of an unset variable. */
const noText: ReadonlySet<string> = new Set(["undefined", "null"]);

/** The keys of a run: one for each contact, never the same for two. */
export class Keys {
  readonly #resumeKey: Settings["resumeKey"];
  /** The ids that have a key of an earlier run. */
  readonly #idOf = new Map<string, string>();
  /** The keys of ids whose outcome is open in this run, in case they are repeated in the list. */
  readonly #open = new Map<string, string>();

  constructor({ resumeKey }: Settings) {
    this.#resumeKey = resumeKey;
  }

  /**
   * The key for a contact.
   * @throws {TrutoInputError} if the caller's key is invalid or belongs to another contact
   */
  for({ id, index }: Contact): Key {
    const resumed: unknown = this.#resumeKey?.(id, index);
    if (resumed === undefined) {
      const open = this.#open.get(id);
      return { text: open ?? randomKey(), isOpen: open !== undefined };
    }
    check(
      typeof resumed === "string" && headerText.test(resumed) && !noText.has(resumed),
      `resumeKey must give a text that a header can carry, or undefined: it gave ${kindOf(resumed)} for id ${JSON.stringify(id)}`,
    );
    const other = this.#idOf.get(resumed) ?? id;
    check(
      other === id,
      `resumeKey gave the same key for ${JSON.stringify(other)} and ${JSON.stringify(id)}: only one of them would be deleted`,
    );
    this.#idOf.set(resumed, id);
    return { text: resumed, isOpen: true };
  }

  /** Remembers whether the outcome of a contact is open. */
  settle({ id }: Contact, key: Key, isOpen: boolean): void {
    if (isOpen) this.#open.set(id, key.text);
    else this.#open.delete(id);
  }
}

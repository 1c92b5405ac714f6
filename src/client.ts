import { type Contacts, createContacts } from "./contacts.js";
import { resolveOptions } from "./options/resolve.js";
import type { TrutoClientOptions } from "./options/types.js";

/**
 * A client for one environment of Truto. `TrutoClient` alone, as the type of a parameter or a field, takes a client of any
 * kind, and asks each call for its account; `TrutoClient<string>` takes one that has a default account.
 */
export interface TrutoClient<Account extends string | undefined = string | undefined> {
  /** The operations on contacts. */
  readonly contacts: Contacts<Account>;
}

/**
 * Makes a client. Nothing is sent, and the token is kept where nothing prints it.
 * @throws {TrutoInputError} naming the option that is wrong
 */
export function createTrutoClient<Account extends string | undefined = undefined>(
  options: TrutoClientOptions<Account>,
): TrutoClient<Account>;
export function createTrutoClient(options: TrutoClientOptions): TrutoClient<string> {
  const { integratedAccountId } = options;
  const resolved = resolveOptions(options);
  const { timeout, maxRetries } = resolved;
  const client = { contacts: createContacts(resolved, integratedAccountId) };
  return Object.defineProperty(client, defaults, { value: { integratedAccountId, timeout, maxRetries } });
}

/** What a call on a client goes by where it says nothing itself. */
export interface ClientDefaults {
  integratedAccountId?: string | undefined;
  timeout?: number;
  maxRetries?: number;
}

/** Names the defaults of a client. Every copy of this package finds them, as a bundle may hold two. */
const defaults = Symbol.for("truto-crm-client.defaults");

/** The defaults of a client, which are its runs' too; a stand-in has none. */
export function defaultsOf(client: object): ClientDefaults {
  return Reflect.get(client, defaults) ?? {};
}

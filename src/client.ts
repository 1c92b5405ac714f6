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
 * Makes a client with a default account, which a call may leave out. Nothing is sent, and the token is kept where nothing
 * prints it.
 * @throws {TrutoInputError} naming the option that is wrong
 */
export function createTrutoClient(
  options: TrutoClientOptions & { integratedAccountId: string },
): TrutoClient<string>;
/**
 * Makes a client without a default account, so that each call names one. Nothing is sent, and the token is kept where
 * nothing prints it.
 * @throws {TrutoInputError} naming the option that is wrong
 */
export function createTrutoClient(options: TrutoClientOptions): TrutoClient<undefined>;
export function createTrutoClient(options: TrutoClientOptions): TrutoClient {
  const resolved = resolveOptions(options);
  const { integratedAccountId, timeout, maxRetries } = resolved;
  const client = { contacts: createContacts(resolved) };
  const value: ClientDefaults = { integratedAccountId, timeout, maxRetries, tellsSend: true };
  return Object.defineProperty(client, defaults, { value });
}

/** The values that a call uses where it gives none itself. */
export interface ClientDefaults {
  integratedAccountId?: string | undefined;
  timeout?: number;
  maxRetries?: number;
  /** Whether its calls tell when they are sent. */
  tellsSend?: boolean;
}

/** Names the defaults of a client. Every copy of this package finds them, as a bundle may hold two. */
const defaults = Symbol.for("truto-crm-client.defaults");

/** The defaults of a client, which are its runs' too; a stand-in has none. */
export function defaultsOf(client: object): ClientDefaults {
  return Reflect.get(client, defaults) ?? {};
}

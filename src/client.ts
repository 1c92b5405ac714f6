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
  const client = { contacts: createContacts(resolveOptions(options), integratedAccountId) };
  return Object.defineProperty(client, defaultAccount, { value: integratedAccountId });
}

/** Names a client's default account. Every copy of this package finds it, as a bundle may hold two. */
const defaultAccount = Symbol.for("truto-crm-client.defaultAccount");

/** The default account of a client that has one: runs on it share its limit, whether they name the account or not. */
export function defaultAccountOf(client: object): string | undefined {
  const account: unknown = Reflect.get(client, defaultAccount);
  return typeof account === "string" ? account : undefined;
}

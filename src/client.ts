import { type Contacts, createContacts } from "./contacts.js";
import { defaultAccounts } from "./default-account.js";
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
  if (integratedAccountId) defaultAccounts.set(client, integratedAccountId);
  return client;
}

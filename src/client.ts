import { type Contacts, createContacts } from "./contacts.js";
import { resolveOptions, type TrutoClientOptions } from "./options.js";

/** A client for one environment of Truto. As a type of a parameter or a field, `TrutoClient` takes a client of any kind. */
export interface TrutoClient<Account extends string | undefined = undefined> {
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
  return { contacts: createContacts(resolveOptions(options), options.integratedAccountId) };
}

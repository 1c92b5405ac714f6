import { type Contacts, createContacts } from "./contacts.js";
import { resolveOptions } from "./options/resolve.js";
import type { TrutoClientOptions } from "./options/types.js";

/**
 * A client for one environment of Truto. As the type of a parameter or a field, `TrutoClient` accepts any client, and each
 * call must name its account. `TrutoClient<string>` accepts only a client with a default account.
 */
export interface TrutoClient<Account extends string | undefined = string | undefined> {
  /** The operations on contacts. */
  readonly contacts: Contacts<Account>;
}

/**
 * Creates a client with a default account, so that a call may omit it. Sends nothing, and keeps the token where nothing
 * prints it.
 * @throws {TrutoInputError} naming the option that is wrong
 */
export function createTrutoClient(
  options: TrutoClientOptions & { integratedAccountId: string },
): TrutoClient<string>;
/**
 * Creates a client without a default account, so that each call names one. Sends nothing, and keeps the token where
 * nothing prints it.
 * @throws {TrutoInputError} naming the option that is wrong
 */
export function createTrutoClient(options: TrutoClientOptions): TrutoClient<undefined>;
export function createTrutoClient(options: TrutoClientOptions): TrutoClient {
  const resolved = resolveOptions(options);
  const { integratedAccountId, timeout, maxRetries } = resolved;
  const client = { contacts: createContacts(resolved) };
  const value: ClientDefaults = { integratedAccountId, timeout, maxRetries, callsOnSend: true };
  return Object.defineProperty(client, defaults, { value });
}

/** The default values of a client's calls. */
export interface ClientDefaults {
  integratedAccountId?: string | undefined;
  timeout?: number;
  maxRetries?: number;
  /** `true` if its calls report when they are sent. */
  callsOnSend?: boolean;
}

/** The key of a client's defaults, the same in every copy of this package: a bundle may have two. */
const defaults = Symbol.for("truto-crm-client.defaults");

/** The defaults of a client; a stand-in has none. */
export function defaultsOf(client: object): ClientDefaults {
  return Reflect.get(client, defaults) ?? {};
}

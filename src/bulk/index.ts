import type { TrutoClient } from "../client.js";
import type { IfDefaultAccount } from "../contact-types.js";
import { TrutoInputError } from "../errors.js";
import {
  checkOptions,
  type DeleteContactsOptions,
  type DeleteContactsQuery,
  type DeleteOutcome,
  type DeletingClient,
  type RunClient,
} from "./options.js";
import { Run } from "./run.js";

export type {
  DeleteContactsOptions,
  DeleteContactsQuery,
  DeleteOutcome,
  DeletePause,
  DeleteProgress,
  DeleteSend,
  DeletingClient,
} from "./options.js";
export type { Limits } from "./pacer.js";

/**
 * Deletes many contacts of one account, as fast as Truto's limits allow, and yields what became of each as it
 * settles. An id is taken only when there is room for it, so a reader that is slow slows the run. Leaving the loop
 * ends the run when what is under way has settled; to see those outcomes as well, abort `signal` instead.
 * @param truto the client; runs on one client share its token's limit
 * @param ids the contacts' ids, as the CRM knows them
 * @param query the query parameters of every delete
 * @throws {TrutoInputError} at once, for an option that can't be
 * @throws {TrutoError} from the loop, after every outcome, when the next ids would fare no better: the token, the account
 * or the sandbox is refused, the account is paused for longer than `maxPause`, or `stopAfter` ids in a row failed
 * @example
 * for await (const { id, outcome } of deleteContacts(truto, ids, { integrated_account_id })) console.log(id, outcome);
 */
export function deleteContacts<Account extends string | undefined>(
  truto: TrutoClient<Account>,
  ids: Iterable<string> | AsyncIterable<string>,
  ...rest: IfDefaultAccount<
    Account,
    [query?: DeleteContactsQuery<Account>, options?: DeleteContactsOptions],
    [query: DeleteContactsQuery<Account>, options?: DeleteContactsOptions]
  >
): AsyncGenerator<DeleteOutcome, void, undefined>;
export function deleteContacts(
  truto: DeletingClient,
  ids: Iterable<string> | AsyncIterable<string>,
  query: DeleteContactsQuery,
  options?: DeleteContactsOptions,
): AsyncGenerator<DeleteOutcome, void, undefined>;
export function deleteContacts(
  truto: RunClient,
  ids: Iterable<string> | AsyncIterable<string>,
  query: DeleteContactsQuery<string> = {},
  options: DeleteContactsOptions = {},
): AsyncGenerator<DeleteOutcome, void, undefined> {
  // Its characters would pass for ids.
  if (typeof ids === "string") throw new TrutoInputError("ids must be a list, not a string");
  if ("truto_response_format" in query) {
    throw new TrutoInputError("deleteContacts takes no truto_response_format");
  }
  return start(truto, ids, query, checkOptions(options, ids));
}

/** Does nothing before the first outcome is asked for. */
async function* start(
  ...run: ConstructorParameters<typeof Run>
): AsyncGenerator<DeleteOutcome, void, undefined> {
  yield* new Run(...run).outcomes();
}

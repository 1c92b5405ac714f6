import type { TrutoClient } from "../client.js";
import type { IfDefaultAccount } from "../contact-types.js";
import { checkClient, checkIds, copyIds, resolveRunOptions } from "./options.js";
import { copyQuery } from "./query.js";
import { Run } from "./run.js";
import type {
  DeleteContactsOptions,
  DeleteContactsQuery,
  DeleteOutcome,
  DeletingClient,
  RunClient,
} from "./types.js";

export type { Limits } from "./limits.js";
export type {
  DeleteContactsOptions,
  DeleteContactsQuery,
  DeleteOutcome,
  DeletePause,
  DeleteProgress,
  DeleteSend,
  DeletingClient,
} from "./types.js";

/**
 * Deletes many contacts of one account, as fast as Truto's limits allow, and yields the outcome of each as it settles.
 * An id is taken only when there is room for it, so a slow loop slows the run. Leaving the loop ends the run after the
 * requests under way have settled. To see their outcomes as well, abort `signal` instead.
 * @param truto the client; runs on one client share its token's limit
 * @param ids the CRM's ids of the contacts; an array or a set is copied at the call, like `query` and `options`
 * @param query the query parameters of every delete
 * @throws {TrutoInputError} at once, for a missing account, and for an invalid argument or option
 * @throws {TrutoError} from the loop, after all outcomes so far, when the next ids would fail as well: the token or the
 * account is refused, there was no definite answer for `maxPause` ms, `stopAfter` answers in a row need a person to fix
 * their cause, or the first `stopAfterGone` contacts were all gone
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
  const defaults = checkClient(truto);
  checkIds(ids);
  const settings = resolveRunOptions(options, ids, defaults);
  return start(truto, copyIds(ids), copyQuery(query, defaults.integratedAccountId), settings);
}

/** Starts the run when the first outcome is asked for. */
async function* start(
  ...run: ConstructorParameters<typeof Run>
): AsyncGenerator<DeleteOutcome, void, undefined> {
  yield* new Run(...run).outcomes();
}

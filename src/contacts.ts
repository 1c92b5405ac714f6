import { deleteContact } from "../generated/operations.js";
import type {
  DeleteContactParameters,
  DeleteContactQuery,
  DeletedContact,
  NoOtherParameters,
  RequireAccount,
  ResponseFormat,
} from "./contact-types.js";
import { copyKnown, withoutPrototype } from "./options/names.js";
import { checkQuery } from "./options/query.js";
import { check, checkRequestOptions, type ResolvedOptions } from "./options/resolve.js";
import type { RequestOptions } from "./options/types.js";
import { type ApiPromise, apiPromise } from "./transport/api-promise.js";
import type { Success } from "./transport/attempt.js";
import { type Reader, readByContentType, readObject } from "./transport/read.js";
import { send } from "./transport/send.js";
import { unreadStream } from "./transport/stream.js";
import { encodePath, encodeQuery } from "./transport/url.js";
import { kindOf } from "./values.js";

/** The operations on contacts; with a default account, a call need not name one. */
export interface Contacts<Account extends string | undefined = string | undefined> {
  /**
   * Deletes a contact in the CRM behind an integrated account. It can't be undone.
   * @param id the contact's id, as the CRM knows it
   * @param query the operation's query parameters
   * @param options how to send this request
   * @throws {TrutoInputError} before anything is sent, for an id, query or option that can't be
   * @throws {TrutoApiError} when the response is no success
   * @throws {TrutoTimeoutError} when an attempt takes longer than `timeout` ms
   * @throws {TrutoConnectionError} when there is no whole response
   * @see https://truto.one/docs/api-reference/unified-crm-api/contacts/delete
   */
  delete<const Query extends DeleteContactQuery<string> | undefined = Record<never, never>>(
    this: RequireAccount<Account, Query>,
    id: string,
    query?: Query & NoOtherParameters<Query> & DeleteContactParameters,
    options?: RequestOptions,
  ): ApiPromise<DeletedContact<Query>>;
}

/** The query parameters by the names that a caller gives: those of the contract without brackets. */
const parameters = Object.fromEntries(
  Object.entries(deleteContact.query).map(([name, parameter]) => [name.replace("[]", ""), parameter]),
);

/** Makes the operations on contacts. */
export function createContacts(client: ResolvedOptions): Contacts<string> {
  return {
    delete: (id, query, options) => apiPromise(sendDelete(client, id, query ?? {}, options ?? {})),
  };
}

async function sendDelete<Query>(
  client: ResolvedOptions,
  id: string,
  given: DeleteContactQuery<string>,
  givenOptions: RequestOptions,
): Promise<Success<DeletedContact<Query>>> {
  check(typeof id === "string", `id must be a string, not ${kindOf(id)}`);
  const query = resolveQuery(given, client.integratedAccountId);
  const options = checkRequestOptions(givenOptions);
  const { method, path: template } = deleteContact;
  const path = encodePath(template, { id });
  const url = `${client.baseUrl}${path}?${encodeQuery(query)}`;
  const request = { ...deleteContact, name: `${method} ${template}`, path, url };
  // What the server sends is known by contract alone: this is where its type begins.
  return send(client, request, options, readerOf(id, query) as Reader<DeletedContact<Query>>);
}

/**
 * Copies and checks the query of a delete; its account comes first: its own, else the default.
 * @throws {TrutoInputError} for a query with which no contact can be deleted
 */
export function resolveQuery(given: DeleteContactQuery<string>, defaultAccount: string | undefined) {
  const query = copyKnown("query parameter", given, Object.keys(parameters));
  // An account in the query that is empty or undefined is a mistake, which the default would hide.
  const account = "integrated_account_id" in query ? query.integrated_account_id : defaultAccount;
  check(
    typeof account === "string" && account !== "",
    "integrated_account_id is missing: name it in the query or give the client a default",
  );
  const resolved = withoutPrototype({ integrated_account_id: account, ...query });
  checkQuery(resolved, parameters);
  return resolved;
}

/** The reader of a success in the format that a query asks for. An empty one leaves the id as the one thing known. */
function readerOf(id: string, query: DeleteContactQuery): Reader<unknown> {
  const format: ResponseFormat = query.truto_response_format ?? "unified";
  switch (format) {
    case "unified": {
      const needsId = !query.truto_exclude_fields?.includes("id");
      return (response) => readObject(response, { id }, needsId);
    }
    case "normalized":
      return (response) => readObject(response, { id });
    case "raw":
      return readByContentType;
    case "stream":
      return async (response, call) => unreadStream(response, call);
  }
}

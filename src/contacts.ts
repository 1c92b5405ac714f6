import { deleteContact } from "../generated/operations.js";
import type {
  AccountNamed,
  DeleteContactQuery,
  DeletedContact,
  EveryParameter,
  Known,
  ResponseFormat,
} from "./contact-types.js";
import { TrutoInputError } from "./errors.js";
import { checkNames } from "./options/names.js";
import { check, type ResolvedOptions } from "./options/resolve.js";
import type { RequestOptions } from "./options/types.js";
import { type ApiPromise, apiPromise } from "./transport/api-promise.js";
import type { Success } from "./transport/attempt.js";
import { type Reader, readByContentType, readObject } from "./transport/read.js";
import { send } from "./transport/send.js";
import { unreadStream } from "./transport/stream.js";
import { encodePath, encodeQuery } from "./transport/url.js";

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
    this: AccountNamed<Account, Query>,
    id: string,
    query?: Query & Known<Query> & EveryParameter,
    options?: RequestOptions,
  ): ApiPromise<DeletedContact<Query>>;
}

/** How a success is read in each format; an empty one leaves the id as the one thing known. */
const readers: Record<ResponseFormat, (id: string, excluded: readonly unknown[]) => Reader<unknown>> = {
  unified: (id, excluded) => (response) => readObject(response, { id }, !excluded.includes("id")),
  normalized: (id) => (response) => readObject(response, { id }),
  raw: () => readByContentType,
  stream: () => async (response, call) => unreadStream(response, call),
};

const queryNames = deleteContact.query.map((name) => name.replace("[]", ""));

/** Makes the operations on contacts. */
export function createContacts(
  client: ResolvedOptions,
  defaultAccount: string | undefined,
): Contacts<string> {
  return {
    delete: (id, query, options) =>
      apiPromise(sendDelete(client, defaultAccount, id, query ?? {}, options ?? {})),
  };
}

async function sendDelete<Query>(
  client: ResolvedOptions,
  defaultAccount: string | undefined,
  id: string,
  query: DeleteContactQuery<string>,
  options: RequestOptions,
): Promise<Success<DeletedContact<Query>>> {
  checkNames("query parameter", query, queryNames);
  // One in the query that is empty or undefined is a mistake, which the default would hide.
  const account = "integrated_account_id" in query ? query.integrated_account_id : defaultAccount;
  check(
    typeof account === "string" && account !== "",
    "integrated_account_id is missing: name it in the query or give the client a default",
  );
  const { truto_response_format: format = "unified", truto_exclude_fields: fields = [] } = query;
  if (!Object.hasOwn(readers, format)) {
    throw new TrutoInputError(`truto_response_format must be one of ${Object.keys(readers).join(", ")}`);
  }
  check(Array.isArray(fields), "truto_exclude_fields must be an array of field names");
  const { method, path: template } = deleteContact;
  const path = encodePath(template, { id });
  const url = `${client.baseUrl}${path}?${encodeQuery({ integrated_account_id: account, ...query })}`;
  const request = { ...deleteContact, name: `${method} ${template}`, path, url };
  // What the server sends is known by contract alone: this is where its type begins.
  return send(client, request, options, readers[format](id, fields) as Reader<DeletedContact<Query>>);
}

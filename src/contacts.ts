import type { integrations } from "../generated/contact-fields.js";
import { deleteContact } from "../generated/operations.js";
import type { components, operations } from "../generated/schema.js";
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

type ContactSchema = components["schemas"]["Contact"];
type WireQuery = operations["deleteContact"]["parameters"]["query"];

/** A contact in Truto's unified model; only `id` is certain to be there. */
export interface Contact extends ContactSchema {}

/** The response in the `normalized` format: an object of fields that Truto does not document. */
export type NormalizedContact = components["schemas"]["NormalizedContact"];

/** `unified`, `raw`, `normalized` or `stream`. */
export type ResponseFormat = NonNullable<WireQuery["truto_response_format"]>;

/** Slug of an integration that Truto's contacts are supported by. */
export type Integration = keyof typeof integrations;

interface QueryWithoutAccount extends Omit<WireQuery, "integrated_account_id" | "truto_exclude_fields[]"> {
  /** Names of the fields to leave out of the contact. Sent as `truto_exclude_fields[]`. */
  truto_exclude_fields?: readonly (keyof Contact)[];
}

type AccountQuery = Pick<WireQuery, "integrated_account_id">;

/** The query parameters of a delete, for a client with a default account (`DeleteContactQuery<string>`) or without. */
export type DeleteContactQuery<Account extends string | undefined = undefined> = QueryWithoutAccount &
  IfNamed<Account, Partial<AccountQuery>, AccountQuery>;

/** Whether a client has a default account. Without `strictNullChecks`, `undefined` would pass for a string. */
export type IfNamed<Account, Then, Else> = [Account] extends [undefined]
  ? Else
  : [Account] extends [string]
    ? Then
    : Else;

/** What a delete with the query `Query` resolves to: its format, less the fields it leaves out. */
export type DeletedContact<Query = unknown> = Formats<Query>[FormatOf<Query>];

interface Formats<Query> {
  unified: UnifiedContact<Query>;
  normalized: NormalizedContact;
  raw: unknown;
  stream: ReadableStream<Uint8Array>;
}

// Each asks for a key that is there for certain: without `strictNullChecks`, a key that may be undefined says nothing.
type FormatOf<Query> = Query extends { truto_response_format: infer Format extends ResponseFormat }
  ? Format
  : Query extends { truto_response_format?: infer Format }
    ? Extract<Format, ResponseFormat> | "unified"
    : "unified";

/** Fields named at compile time are gone; of a list made at run time, any field may be. */
type UnifiedContact<Query> = Query extends {
  truto_exclude_fields: readonly (infer Field)[] & { length: infer Length };
}
  ? number extends Length
    ? Partial<Contact>
    : Without<IgnoredField<Query> | Extract<Field, keyof Contact>>
  : "truto_exclude_fields" extends keyof Query
    ? Partial<Contact>
    : Without<IgnoredField<Query>>;

type IgnoredField<Query> = Query extends { truto_ignore_remote_data: true } ? "remote_data" : never;

type Without<Field extends keyof Contact> = [Field] extends [never] ? Contact : Omit<Contact, Field>;

/** What the editor completes. An interface of its own, because inference would take a part of `DeleteContactQuery` away. */
interface EveryParameter extends QueryWithoutAccount, Partial<AccountQuery> {}

/** Refuses what the operation does not know, which inference from a literal would let pass. */
type Known<Query> = {
  readonly [Name in Exclude<
    keyof Query,
    keyof DeleteContactQuery
  >]: `There is no query parameter ${Name & string}`;
};

/** Asks for the account where the client has none. */
type AccountNamed<Account, Query> = IfNamed<
  Account,
  unknown,
  Query extends AccountQuery
    ? unknown
    : "integrated_account_id is missing: name it in the query, or give the client an integratedAccountId"
>;

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

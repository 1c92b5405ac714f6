import type { integrations } from "../generated/contact-fields.js";
import type { components, operations, paths } from "../generated/schema.js";
import { parseObject, readByContentType } from "./body.js";
import { TrutoInputError } from "./errors.js";
import type { CallOptions, Settings } from "./options.js";
import { parseRateLimit, type RateLimit } from "./retry.js";
import { type Read, type Sent, send, unread } from "./send.js";
import { buildUrl } from "./url.js";

type WireQuery = operations["deleteContact"]["parameters"]["query"];

/** A contact in Truto's unified model; only `id` is certain to be there. */
export type Contact = components["schemas"]["Contact"];

/** The answer in the `normalized` format: an object of fields that Truto does not document. */
export type NormalizedContact = components["schemas"]["NormalizedContact"];

/** `unified`, `raw`, `normalized` or `stream`. */
export type ResponseFormat = NonNullable<WireQuery["truto_response_format"]>;

/** Slug of an integration that Truto's contacts are supported by. */
export type Integration = keyof typeof integrations;

/** The query parameters of a delete; an array's name is written without its `[]`. */
export type DeleteContactQuery = {
  [Name in keyof WireQuery as Name extends `${infer Base}[]` ? Base : Name]: Name extends `${string}[]`
    ? readonly (keyof Contact)[]
    : WireQuery[Name];
};

/** {@link DeleteContactQuery} for a client that has a default account. */
export type DeleteContactQueryWithDefault = Omit<DeleteContactQuery, "integrated_account_id"> &
  Partial<Pick<DeleteContactQuery, "integrated_account_id">>;

/** What a delete with the query `Query` resolves to: its format, less the fields it leaves out. */
export type DeletedContact<Query = unknown> = Formats<Query>[FormatOf<Query>];

interface Formats<Query> {
  unified: UnifiedContact<Value<Query, "truto_exclude_fields">, IgnoredField<Query>>;
  normalized: NormalizedContact;
  raw: unknown;
  stream: ReadableStream<Uint8Array>;
}

type Value<Query, Name extends keyof DeleteContactQuery> = Name extends keyof Query ? Query[Name] : undefined;

type FormatOf<Query> =
  Value<Query, "truto_response_format"> extends infer Format
    ? Format extends ResponseFormat
      ? Format
      : "unified"
    : never;

type IgnoredField<Query> = Value<Query, "truto_ignore_remote_data"> extends true ? "remote_data" : never;

/** Fields named at compile time are gone; of a list made at run time, any field may be. */
type UnifiedContact<Excluded, Ignored extends keyof Contact> = Excluded extends readonly (infer Field)[]
  ? number extends Excluded["length"]
    ? Partial<Contact>
    : Without<Ignored | Extract<Field, keyof Contact>>
  : Without<Ignored>;

type Without<Field extends keyof Contact> = [Field] extends [never] ? Contact : Omit<Contact, Field>;

/** Refuses what the operation does not know, which inference from a literal would let pass. */
type Known<Query> = { readonly [Name in Exclude<keyof Query, keyof DeleteContactQuery>]: never };

/** The data of a success, with what came along. */
export interface TrutoResponse<T> {
  data: T;
  /** The answer itself; its body has been read, or is read by the stream in `data`. */
  response: Response;
  /** Requests sent or tried, the first one included. */
  attempts: number;
  /** The provider's limits, when it tells them. */
  rateLimit: RateLimit | undefined;
}

/** The promise of a call's data, which can give the whole response instead. */
export interface ApiPromise<T> extends Promise<T> {
  /** Resolves to the data with the HTTP response, the number of attempts and the rate limit. */
  withResponse(): Promise<TrutoResponse<T>>;
}

/** The operations on contacts, for a client without a default account. */
export interface Contacts {
  /**
   * Deletes a contact in the CRM behind an integrated account. It can't be undone.
   * @param id the contact's id, as the CRM knows it
   * @param query the operation's query parameters
   * @param options how to send this call
   * @throws {TrutoInputError} before anything is sent, for an id, query or option that can't be
   * @throws {TrutoApiError} when the answer is no success
   * @throws {TrutoTimeoutError} when an attempt takes longer than `timeout` ms
   * @throws {TrutoConnectionError} when there is no whole answer
   * @see https://truto.one/docs/api-reference/unified-crm-api/contacts/delete
   */
  delete<const Query extends DeleteContactQuery>(
    id: string,
    query: Query & Known<Query>,
    options?: CallOptions,
  ): ApiPromise<DeletedContact<Query>>;
}

/** The operations on contacts, for a client with a default account. */
export interface ContactsWithDefault {
  /** {@inheritDoc Contacts.delete} */
  delete<const Query extends DeleteContactQueryWithDefault | undefined = undefined>(
    id: string,
    query?: Query & Known<Query>,
    options?: CallOptions,
  ): ApiPromise<DeletedContact<Query>>;
}

const path = "/unified/crm/contacts/{id}" satisfies keyof paths;

/** How a success is read in each format; an empty one leaves the id as the one thing known. */
const readers: Record<ResponseFormat, (id: string) => Read<unknown>> = {
  unified: readObject,
  normalized: readObject,
  raw: () => readByContentType,
  stream: () => async (response, call) => unread(response, call),
};

function readObject(id: string): Read<unknown> {
  return async (response) => parseObject(await response.text()) ?? { id };
}

/** Makes the operations on contacts. */
export function createContacts(settings: Settings, defaultAccount: string | undefined): ContactsWithDefault {
  return {
    delete: (id, query, options) => apiPromise(deleteContact(settings, defaultAccount, id, query, options)),
  };
}

async function deleteContact<Query>(
  settings: Settings,
  defaultAccount: string | undefined,
  id: string,
  given: DeleteContactQueryWithDefault | undefined,
  options: CallOptions | undefined,
): Promise<Sent<DeletedContact<Query>>> {
  const query = given ?? {};
  // A key that holds undefined is more likely a mistake than a wish for the default, and would delete elsewhere.
  const { integrated_account_id = "integrated_account_id" in query ? undefined : defaultAccount } = query;
  if (typeof integrated_account_id !== "string" || !integrated_account_id) {
    throw new TrutoInputError(
      "integrated_account_id is missing: name it in the query or give the client a default",
    );
  }
  const { truto_response_format: format = "unified" } = query;
  if (!Object.hasOwn(readers, format)) {
    throw new TrutoInputError(`truto_response_format must be one of ${Object.keys(readers).join(", ")}`);
  }
  const { truto_exclude_fields: fields = [] } = query;
  if (!Array.isArray(fields))
    throw new TrutoInputError("truto_exclude_fields must be an array of field names");
  const url = buildUrl(settings.baseUrl, path, { path: { id }, query: { integrated_account_id, ...query } });
  const request = { name: `DELETE ${path}`, method: "DELETE", url, body: undefined };
  // What the server sends is known by contract alone: this is where its type begins.
  return send(settings, request, options ?? {}, readers[format](id) as Read<DeletedContact<Query>>);
}

/** Adds `withResponse()` to the promise of the data. */
function apiPromise<T>(sent: Promise<Sent<T>>): ApiPromise<T> {
  const data = sent.then((success) => success.data);
  return Object.assign(data, {
    withResponse() {
      // Whoever asks for the response handles the failure there.
      data.catch(() => {});
      return sent.then((success) => ({ ...success, rateLimit: parseRateLimit(success.response.headers) }));
    },
  });
}

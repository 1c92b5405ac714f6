import type { integrations } from "../generated/contact-fields.js";
import type { components, operations } from "../generated/schema.js";

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
export interface EveryParameter extends QueryWithoutAccount, Partial<AccountQuery> {}

/** Refuses what the operation does not know, which inference from a literal would let pass. */
export type Known<Query> = {
  readonly [Name in Exclude<
    keyof Query,
    keyof DeleteContactQuery
  >]: `There is no query parameter ${Name & string}`;
};

/** Asks for the account where the client has none. */
export type AccountNamed<Account, Query> = IfNamed<
  Account,
  unknown,
  Query extends AccountQuery
    ? unknown
    : "integrated_account_id is missing: name it in the query, or give the client an integratedAccountId"
>;

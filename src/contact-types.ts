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

/** Slug of an integration that supports Truto's contacts. */
export type Integration = keyof typeof integrations;

interface QueryWithoutAccount extends Omit<WireQuery, "integrated_account_id" | "truto_exclude_fields[]"> {
  /** Names of the fields to leave out of the contact. Sent as `truto_exclude_fields[]`. */
  truto_exclude_fields?: readonly (keyof Contact)[];
}

type AccountQuery = Pick<WireQuery, "integrated_account_id">;

/** Every query parameter of a delete, all optional: an editor completes these names. */
export interface DeleteContactParameters extends QueryWithoutAccount, Partial<AccountQuery> {}

/** The query parameters of a delete, for a client with a default account (`DeleteContactQuery<string>`) or without. */
export type DeleteContactQuery<Account extends string | undefined = undefined> = QueryWithoutAccount &
  IfDefaultAccount<Account, Partial<AccountQuery>, AccountQuery>;

/**
 * `Then` for a client that has a default account for certain, else `Otherwise`.
 * @example IfDefaultAccount<string, 1, 2> // 1
 * @example IfDefaultAccount<string | undefined, 1, 2> // 2
 */
export type IfDefaultAccount<Account, Then, Otherwise> =
  // Asked first, because without `strictNullChecks` undefined would pass for a string.
  [Account] extends [undefined] ? Otherwise : [Account] extends [string] ? Then : Otherwise;

/**
 * The result of a delete with the query `Query`, which chooses its format and the fields it leaves out.
 * @example DeletedContact<{ truto_exclude_fields: ["tags"] }> // Omit<Contact, "tags">
 * @example DeletedContact<{ truto_response_format: "raw" }> // unknown
 */
export type DeletedContact<Query = unknown> = ResultOfFormat<Query>[FormatOf<Query>];

interface ResultOfFormat<Query> {
  unified: UnifiedContact<Query>;
  normalized: NormalizedContact;
  raw: unknown;
  stream: ReadableStream<Uint8Array>;
}

/**
 * The format that a query asks for.
 * @example FormatOf<{ truto_response_format: "raw" }> // "raw"
 * @example FormatOf<{ truto_response_format?: "raw" }> // "raw" | "unified"
 * @example FormatOf<{}> // "unified"
 */
type FormatOf<Query> =
  // Asked first, because without `strictNullChecks` a parameter that may be missing matches as well.
  Query extends { truto_response_format: infer Format extends ResponseFormat }
    ? Format
    : Query extends { truto_response_format?: infer Format }
      ? Extract<Format, ResponseFormat> | "unified"
      : "unified";

/**
 * A contact without the fields that a query excludes. A list made at run time may exclude any.
 * @example UnifiedContact<{ truto_exclude_fields: ["tags"] }> // Omit<Contact, "tags">
 * @example UnifiedContact<{ truto_exclude_fields: (keyof Contact)[] }> // Partial<Contact>
 */
type UnifiedContact<Query> = Query extends {
  truto_exclude_fields: readonly (infer Field)[] & { length: infer Length };
}
  ? number extends Length
    ? Partial<Contact>
    : ContactWithout<IgnoredField<Query> | Extract<Field, keyof Contact>>
  : "truto_exclude_fields" extends keyof Query
    ? Partial<Contact>
    : ContactWithout<IgnoredField<Query>>;

/**
 * The field that `truto_ignore_remote_data` leaves out.
 * @example IgnoredField<{ truto_ignore_remote_data: true }> // "remote_data"
 * @example IgnoredField<{ truto_ignore_remote_data: false }> // never
 */
type IgnoredField<Query> = Query extends { truto_ignore_remote_data: true } ? "remote_data" : never;

/**
 * `Contact` itself if no field is left out, so that an editor shows this name.
 * @example ContactWithout<"tags"> // Omit<Contact, "tags">
 * @example ContactWithout<never> // Contact
 */
type ContactWithout<Field extends keyof Contact> = [Field] extends [never] ? Contact : Omit<Contact, Field>;

/**
 * Rejects unknown parameters of a query, which inference from a literal would accept.
 * @example NoOtherParameters<{ dryRun: true }> // { readonly dryRun: "There is no query parameter dryRun" }
 */
export type NoOtherParameters<Query> = {
  readonly [Name in Exclude<
    keyof Query,
    keyof DeleteContactParameters
  >]: `There is no query parameter ${Name & string}`;
};

/**
 * The `this` of a delete: anything if the account is known, else a text that the compiler shows as the error.
 * @example RequireAccount<undefined, { integrated_account_id: string }> // unknown
 */
export type RequireAccount<Account, Query> = IfDefaultAccount<
  Account,
  unknown,
  Query extends AccountQuery
    ? unknown
    : "integrated_account_id is missing: name it in the query, or give the client an integratedAccountId"
>;

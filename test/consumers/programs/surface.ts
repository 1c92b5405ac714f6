import { createTrutoApi, type TrutoApi } from "../../../src/api.js";
import {
  type ApiPromise,
  type Contact,
  type Contacts,
  type components,
  contactFields,
  createTrutoClient,
  type DeleteContactQuery,
  type DeletedContact,
  type ErrorInsight,
  type Fetch,
  type Integration,
  type NormalizedContact,
  type operations,
  type paths,
  type RateLimit,
  type RequestOptions,
  type ResponseFormat,
  type RetryEvent,
  TrutoApiError,
  type TrutoClient,
  type TrutoClientOptions,
  TrutoConnectionError,
  TrutoError,
  TrutoInputError,
  type TrutoResponse,
  TrutoTimeoutError,
} from "../../../src/index.js";

/** Compiles only when both types are the same. It detects a type that has become `any`. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
export function same<A, B>(_: Same<A, B>): void {}

const fetchOption: Fetch = (url, init) => fetch(url, init);
const options: TrutoClientOptions = {
  token: async () => "token",
  integratedAccountId: "account",
  baseUrl: "https://api.truto.one",
  timeout: 30_000,
  maxRetries: 2,
  maxRetryDelay: 60_000,
  headers: new Headers({ "x-trace": "1" }),
  fetch: fetchOption,
  onRetry: ({ attempt, delay, reason, status }: RetryEvent) => {
    same<typeof reason, TrutoApiError | TrutoConnectionError>(true);
    same<[typeof attempt, typeof delay, typeof status], [number, number, number | undefined]>(true);
  },
};
export const anyClient = createTrutoClient(options);

const bare = createTrutoClient({ token: "token" });
const anyKind: TrutoClient = bare;
const truto: TrutoClient<string> = createTrutoClient({ token: "token", integratedAccountId: "account" });
same<typeof bare.contacts, Contacts<undefined>>(true);
same<typeof anyKind.contacts, Contacts>(true);
same<typeof truto.contacts, Contacts<string>>(true);
// @ts-expect-error a client without an account needs one in the call
bare.contacts.delete("1", {});

const query: DeleteContactQuery = {
  integrated_account_id: "account",
  truto_response_format: "unified",
  truto_ignore_remote_data: true,
  truto_exclude_fields: ["tags"],
  remote_query: { options: { force: true } },
};
const queryWithDefault: DeleteContactQuery<string> = {
  truto_exclude_fields: query.truto_exclude_fields ?? [],
};
const callOptions: RequestOptions = {
  signal: new AbortController().signal,
  timeout: 1_000,
  maxRetries: 0,
  headers: { prefer: "code=404" },
};

export async function results(format: ResponseFormat, signal?: AbortSignal) {
  same<ApiPromise<Contact>, ReturnType<typeof truto.contacts.delete<Record<never, never>>>>(true);
  const contact = await truto.contacts.delete("1");
  same<typeof contact, Contact>(true);
  const named = await bare.contacts.delete("1", { integrated_account_id: "account" }, callOptions);
  same<typeof named, Contact>(true);
  const slim = await truto.contacts.delete("1", { truto_exclude_fields: ["tags", "urls"] });
  same<typeof slim, Omit<Contact, "tags" | "urls">>(true);
  const lean = await truto.contacts.delete("1", { truto_ignore_remote_data: true });
  same<typeof lean, Omit<Contact, "remote_data">>(true);
  const normalized = await truto.contacts.delete("1", { truto_response_format: "normalized" });
  same<typeof normalized, NormalizedContact>(true);
  const raw = await truto.contacts.delete("1", { truto_response_format: "raw" });
  same<typeof raw, unknown>(true);
  const stream = await truto.contacts.delete("1", { truto_response_format: "stream" });
  same<typeof stream, ReadableStream<Uint8Array>>(true);
  const either = await truto.contacts.delete("1", { truto_response_format: format });
  same<typeof either, DeletedContact<{ truto_response_format: ResponseFormat }>>(true);
  await truto.contacts.delete("1", queryWithDefault, { signal });
  // @ts-expect-error an unknown parameter
  await truto.contacts.delete("1", { truto_exclude_field: ["tags"] });
  // @ts-expect-error an unknown format
  await truto.contacts.delete("1", { truto_response_format: "xml" });
  // @ts-expect-error an unknown field
  await truto.contacts.delete("1", { truto_exclude_fields: ["tag"] });

  const whole = await truto.contacts.delete("1").withResponse();
  same<typeof whole, TrutoResponse<Contact>>(true);
  const { attempts, rateLimit, response } = whole;
  same<[typeof attempts, typeof rateLimit], [number, RateLimit | undefined]>(true);
  return response.headers.get("content-type");
}

export async function anyOperation() {
  const api: TrutoApi = createTrutoApi({ token: "token" });
  const { data, error, response } = await api.DELETE("/unified/crm/contacts/{id}", {
    params: {
      path: { id: "1" },
      query: { integrated_account_id: "account", "truto_exclude_fields[]": ["tags"] },
    },
  });
  type RawResponse = components["schemas"]["RawResponse"];
  same<typeof data, Contact | NormalizedContact | RawResponse | undefined>(true);
  same<NonNullable<typeof error>, components["schemas"]["TrutoError"]>(true);
  // @ts-expect-error a path that the contract does not have
  await api.DELETE("/unified/crm/contact/{id}", { params: { path: { id: "1" } } });
  return response.status;
}

export function explain(error: unknown): string {
  if (error instanceof TrutoApiError) {
    same<ErrorInsight | undefined, typeof error.insight>(true);
    same<[number | undefined, boolean], [typeof error.retryAfter, typeof error.isRemote]>(true);
    same<readonly string[], typeof error.missingScopes>(true);
    return `${error.status} ${error.error} ${error.headers.get("date")} ${error.needsReauth}`;
  }
  if (error instanceof TrutoInputError || error instanceof TrutoTimeoutError) return error.message;
  if (error instanceof TrutoConnectionError) return String(error.cause);
  if (error instanceof TrutoError) return `${error.attempts} ${error.mayHaveBeenApplied}`;
  return "";
}

const supported: readonly Integration[] = contactFields.first_name;
same<typeof contactFields.tags, readonly ["nutshell"]>(true);
export type Operation = operations["deleteContact"];
export const everyPath: keyof paths = "/unified/crm/contacts/{id}";
export const integration: Integration | undefined = supported[0];

export { contactFields } from "../generated/contact-fields.js";
export type { components, operations, paths } from "../generated/schema.js";
export { createTrutoClient, type TrutoClient } from "./client.js";
export type {
  Contact,
  DeleteContactParameters,
  DeleteContactQuery,
  DeletedContact,
  IfDefaultAccount,
  Integration,
  NoOtherParameters,
  NormalizedContact,
  RequireAccount,
  ResponseFormat,
} from "./contact-types.js";
export type { Contacts } from "./contacts.js";
export {
  type ErrorInsight,
  type FailedRequest,
  type RateLimit,
  TrutoApiError,
  TrutoConnectionError,
  TrutoError,
  TrutoInputError,
  TrutoTimeoutError,
} from "./errors.js";
export type {
  Fetch,
  FetchInit,
  FetchResponse,
  RequestOptions,
  RetryEvent,
  TrutoClientOptions,
} from "./options/types.js";
export type { ApiPromise, TrutoResponse } from "./transport/api-promise.js";

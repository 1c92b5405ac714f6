export { contactFields } from "../generated/contact-fields.js";
export type { components, operations, paths } from "../generated/schema.js";
export { createTrutoClient, type TrutoClient } from "./client.js";
export type {
  ApiPromise,
  Contact,
  Contacts,
  ContactsWithDefault,
  DeleteContactQuery,
  DeleteContactQueryWithDefault,
  DeletedContact,
  Integration,
  NormalizedContact,
  ResponseFormat,
  TrutoResponse,
} from "./contacts.js";
export {
  type ErrorInsight,
  TrutoApiError,
  TrutoConnectionError,
  TrutoError,
  TrutoInputError,
  TrutoTimeoutError,
} from "./errors.js";
export type {
  CallOptions,
  Fetch,
  FetchAnswer,
  FetchInit,
  RetryEvent,
  TrutoClientOptions,
} from "./options.js";
export type { RateLimit } from "./retry.js";

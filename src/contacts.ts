import { deleteContact } from "../generated/operations.js";
import type {
  DeleteContactParameters,
  DeleteContactQuery,
  DeletedContact,
  NoOtherParameters,
  RequireAccount,
  ResponseFormat,
} from "./contact-types.js";
import { operationCaller } from "./operation.js";
import type { ResolvedOptions } from "./options/resolve.js";
import type { RequestOptions } from "./options/types.js";
import { type ApiPromise, apiPromise } from "./transport/api-promise.js";
import { type Reader, readByContentType, readObject, readObjectWithId } from "./transport/read.js";
import { bodyStream } from "./transport/stream.js";

/** The operations on contacts; with a default account, a call need not name one. */
export interface Contacts<Account extends string | undefined = string | undefined> {
  /**
   * Deletes a contact in the CRM behind an integrated account. It can't be undone.
   * @param id the contact's id, as the CRM knows it
   * @param query the operation's query parameters
   * @param options how to send this request
   * @throws {TrutoInputError} before anything is sent, if the id, the query or an option is invalid
   * @throws {TrutoApiError} when the response is not a success
   * @throws {TrutoTimeoutError} when an attempt takes longer than `timeout` ms
   * @throws {TrutoConnectionError} when there is no complete response
   * @see https://truto.one/docs/api-reference/unified-crm-api/contacts/delete
   */
  delete<const Query extends DeleteContactQuery<string> | undefined = Record<never, never>>(
    this: RequireAccount<Account, Query>,
    id: string,
    query?: Query & NoOtherParameters<Query> & DeleteContactParameters,
    options?: RequestOptions,
  ): ApiPromise<DeletedContact<Query>>;
}

const deletion = operationCaller(deleteContact);

/**
 * Copies and checks the query of a delete, with the account first: its own, else the default.
 * @throws {TrutoInputError} if the query is invalid
 */
export const resolveQuery = deletion.resolveQuery<DeleteContactQuery<string>>;

/** Makes the operations on contacts. */
export function createContacts(client: ResolvedOptions): Contacts<string> {
  return {
    delete<Query>(id: string, query?: DeleteContactQuery<string>, options?: RequestOptions) {
      // The server's data gets its type here, from the contract.
      const readerFor = (asked: DeleteContactQuery<string>) =>
        readerOf(id, asked) as Reader<DeletedContact<Query>>;
      return apiPromise(deletion.send(client, id, query ?? {}, options ?? {}, readerFor));
    },
  };
}

/** The reader of a success in the query's format. After an empty success, only the id is known. */
function readerOf(id: string, query: DeleteContactQuery<string>): Reader<unknown> {
  const format: ResponseFormat = query.truto_response_format ?? "unified";
  switch (format) {
    case "unified": {
      const read = query.truto_exclude_fields?.includes("id") ? readObject : readObjectWithId;
      return (response) => read(response, { id });
    }
    case "normalized":
      return (response) => readObject(response, { id });
    case "raw":
      return readByContentType;
    case "stream":
      return async (response, call) => bodyStream(response, call);
  }
}

import { copyKnown, withoutPrototype } from "./options/names.js";
import { checkQuery, type QueryParameter } from "./options/query.js";
import { check, checkRequestOptions, type ResolvedOptions } from "./options/resolve.js";
import type { RequestOptions } from "./options/types.js";
import type { Success } from "./transport/attempt.js";
import type { ApiRequest } from "./transport/call.js";
import type { Reader } from "./transport/read.js";
import { send } from "./transport/send.js";
import { encodePath, encodeQuery } from "./transport/url.js";

/** An operation on one resource, from `generated/operations.ts`. */
export interface Operation
  extends Pick<ApiRequest, "method" | "path" | "successes" | "hints" | "remoteHints"> {
  /** The query parameters by the names that are sent. */
  readonly query: Readonly<Record<string, QueryParameter>>;
}

/** Any query: every operation takes an account. */
interface AnyQuery {
  integrated_account_id?: string;
}

/** Sends the calls of an operation. */
export interface OperationCaller {
  /**
   * Copies and checks a query, with the account first: its own, else the default.
   * @throws {TrutoInputError} if the query does not match the contract
   */
  resolveQuery<Query extends AnyQuery>(given: Query, defaultAccount: string | undefined): Query;
  /** Sends a call. The query decides how its success is read. */
  send<Query extends AnyQuery, T>(
    client: ResolvedOptions,
    id: string,
    query: Query,
    options: RequestOptions,
    readerOf: (query: Query) => Reader<T>,
  ): Promise<Success<T>>;
}

/**
 * Makes what sends an operation's calls. What a call is given is checked by what the contract says, and the transport
 * follows from the operation's method and statuses.
 */
export function operationCaller(operation: Operation): OperationCaller {
  const { method, path: template } = operation;
  /** The parameters by their names without brackets, as callers write them. */
  const parameters = Object.fromEntries(
    Object.entries(operation.query).map(([name, parameter]) => [name.replace("[]", ""), parameter]),
  );

  function resolveQuery<Query extends AnyQuery>(given: Query, defaultAccount: string | undefined): Query {
    const query = copyKnown("query parameter", given, Object.keys(parameters));
    // An empty or undefined account in the query is a mistake that the default must not hide.
    const account = "integrated_account_id" in query ? query.integrated_account_id : defaultAccount;
    check(
      typeof account === "string" && account !== "",
      "integrated_account_id is missing: name it in the query or give the client a default",
    );
    const resolved = withoutPrototype({ integrated_account_id: account, ...query });
    checkQuery(resolved, parameters);
    return resolved;
  }

  return {
    resolveQuery,
    async send(client, id, given, givenOptions, readerOf) {
      const query = resolveQuery(given, client.integratedAccountId);
      const options = checkRequestOptions(givenOptions);
      const path = encodePath(template, { id });
      const url = `${client.baseUrl}${path}?${encodeQuery(query)}`;
      return send(
        client,
        { ...operation, name: `${method} ${template}`, path, url },
        options,
        readerOf(query),
      );
    },
  };
}

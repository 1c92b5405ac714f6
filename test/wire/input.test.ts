import { describe, expect, it } from "vitest";
import {
  contactFields,
  type DeleteContactQuery,
  type RequestOptions,
  TrutoInputError,
} from "../../src/index.js";
import { createTestClient, failureOf } from "../support/client.js";
import { startServer } from "../support/server.js";

/** The arguments of a plain JavaScript caller, without the types. */
interface BadCall {
  id?: unknown;
  query?: object;
  options?: object;
  client?: Record<string, unknown>;
}

/** The error of a call. Fails when anything was sent. */
async function refusalOf({ id = "1", query, options, client }: BadCall): Promise<TrutoInputError> {
  await using server = await startServer({ status: 204 });
  const truto = createTestClient(server, client);
  const call = truto.contacts.delete(
    id as string,
    query as DeleteContactQuery<string>,
    options as RequestOptions,
  );
  const error = await failureOf(TrutoInputError, call);
  expect(server.allConnections).toBe(0);
  expect(error).toMatchObject({ name: "TrutoInputError", mayHaveBeenApplied: false });
  return error;
}

describe("nothing is sent", () => {
  const cyclic: Record<string, unknown> = {};
  cyclic.self = cyclic;

  const claim = { [Symbol.toStringTag]: "AbortSignal", aborted: false, reason: undefined };
  const imitations: [string, object][] = [
    ["what only calls itself a signal", claim],
    ["what looks like a signal but can't be unlinked", { ...claim, addEventListener() {} }],
    ["an object with the prototype of a signal", Object.create(AbortSignal.prototype)],
  ];

  it.each<[string, BadCall, string]>([
    ["an empty id", { id: "" }, "id is empty: the path would address the whole collection"],
    ["the id .", { id: "." }, "id has a segment . or .., a relative path"],
    ["the id ..", { id: ".." }, "id has a segment . or .., a relative path"],
    ["an id that climbs", { id: "../accounts/7" }, "id has a segment . or .., a relative path"],
    [
      "an id that is an absolute path",
      { id: "/accounts/7" },
      "id begins with a slash: it would be an absolute path",
    ],
    [
      "a query parameter with a typo",
      { query: { truto_exclude_field: ["tags"] } },
      'there is no query parameter "truto_exclude_field": did you mean truto_exclude_fields?',
    ],
    [
      "a query parameter of another tool",
      { query: { dryRun: true } },
      'there is no query parameter "dryRun": there are integrated_account_id, truto_response_format, truto_ignore_remote_data, truto_exclude_fields, remote_query',
    ],
    [
      "an option with a typo",
      { options: { retries: 5 } },
      'there is no option "retries": did you mean maxRetries?',
    ],
    [
      "half a surrogate pair",
      { id: "\ud800" },
      "id has half a surrogate pair: it is not well-formed Unicode",
    ],
    ["a line break in the id", { id: "1\r\n" }, "id has a control character"],
    ["a zero byte in the id", { id: "1\0" }, "id has a control character"],
    ["a number", { id: 1 }, "id must be a string, not Number"],
    ["no id", { id: null }, "id must be a string, not Null"],
    ["an id that is an object", { id: { id: "1" } }, "id must be a string, not Object"],
    ["an id that is a list", { id: ["1"] }, "id must be a string, not Array"],
    [
      "a query that contains itself",
      { query: { remote_query: cyclic } },
      "remote_query contains itself, or is nested too deeply",
    ],
    [
      "a function in the query",
      { query: { remote_query: { a: [() => {}] } } },
      "remote_query has a value that a query can't hold: Function",
    ],
    [
      "NaN in the query",
      { query: { remote_query: { a: Number.NaN } } },
      "remote_query has a value that a query can't hold: Number",
    ],
    [
      "an unknown format",
      { query: { truto_response_format: "Raw" } },
      "truto_response_format must be one of unified, raw, normalized, stream",
    ],
    [
      "a format that every object has",
      { query: { truto_response_format: "toString" } },
      "truto_response_format must be one of unified, raw, normalized, stream",
    ],
    [
      "one field to exclude that is no list",
      { query: { truto_exclude_fields: "tags" } },
      "truto_exclude_fields must be an array of field names",
    ],
    [
      "a field to exclude that a contact does not have",
      { query: { truto_exclude_fields: ["xyz"] } },
      `there is no field "xyz": there are ${Object.keys(contactFields)
        .filter((path) => !/[.[]/.test(path))
        .join(", ")}`,
    ],
    [
      "a field to exclude with a typo",
      { query: { truto_exclude_fields: ["tags", "nmae"] } },
      'there is no field "nmae": did you mean name?',
    ],
    [
      "a list in the list of fields to exclude",
      { query: { truto_exclude_fields: [["tags"]] } },
      "truto_exclude_fields must be an array of field names",
    ],
    [
      "a list of fields to exclude with a hole",
      // biome-ignore lint/suspicious/noSparseArray: callers have such lists
      { query: { truto_exclude_fields: [, "tags"] } },
      "truto_exclude_fields must be an array of field names",
    ],
    [
      "a flag in words",
      { query: { truto_ignore_remote_data: "no" } },
      "truto_ignore_remote_data must be true or false",
    ],
    [
      "a flag of null",
      { query: { truto_ignore_remote_data: null } },
      "truto_ignore_remote_data must be true or false",
    ],
    [
      "a text for the CRM's own query",
      { query: { remote_query: "a=b" } },
      "remote_query must be a plain object",
    ],
    [
      "a list for the CRM's own query",
      { query: { remote_query: [] } },
      "remote_query must be a plain object",
    ],
    [
      "an empty key in the CRM's own query",
      { query: { remote_query: { "": "x" } } },
      "remote_query has an empty key",
    ],
    [
      "a format in a list",
      { query: { truto_response_format: ["raw"] } },
      "truto_response_format must be one of unified, raw, normalized, stream",
    ],
    ["a byte-order mark before the id", { id: "\ufeff101" }, "id has a character that can't be seen: U+FEFF"],
    ["a space after the id", { id: "102 " }, "id has a space at its start or end"],
    ["a timeout of nothing", { options: { timeout: 0 } }, "timeout must be a number of milliseconds above 0"],
    ["a timeout of true", { options: { timeout: true } }, "timeout must be a number of milliseconds above 0"],
    ["a timeout of 1n", { options: { timeout: 1n } }, "timeout must be a number of milliseconds above 0"],
    ["an object for a signal", { options: { signal: {} } }, "signal must be an AbortSignal"],
    [
      "a controller in place of its signal",
      { options: { signal: new AbortController() } },
      "signal must be an AbortSignal",
    ],
    ...imitations.map(([name, signal]): [string, object, string] => [
      name,
      { options: { signal } },
      "signal must be an AbortSignal",
    ]),
    ["a signal of 0", { options: { signal: 0 } }, "signal must be an AbortSignal"],
    ["retries below 0", { options: { maxRetries: -1 } }, "maxRetries must be a whole number, 0 or more"],
    [
      "an Idempotency-Key of undefined, which each call would share",
      { options: { headers: { "Idempotency-Key": undefined } } },
      "headers has an Idempotency-Key that is empty or no text",
    ],
    [
      "an empty Idempotency-Key",
      { options: { headers: { "Idempotency-Key": "" } } },
      "headers has an Idempotency-Key that is empty or no text",
    ],
    ...[Promise.resolve("key"), {}, () => "key", true, Number.NaN].map((key): [string, object, string] => [
      `an Idempotency-Key that is no text, which each call would share: ${key}`,
      { options: { headers: { "Idempotency-Key": key } } },
      "headers has an Idempotency-Key that is empty or no text",
    ]),
    [
      "a query whose account would be overlooked",
      { query: new URLSearchParams({ integrated_account_id: "other" }) },
      "query parameters must be a plain object",
    ],
    ["a signal in place of options", { options: AbortSignal.abort() }, "options must be a plain object"],
    [
      "a header that HTTP does not allow",
      { options: { headers: { "x-a": "1\n2" } } },
      "headers has a name or a value that HTTP does not allow",
    ],
    [
      "an authorization header",
      { options: { headers: { Authorization: "Basic x" } } },
      "headers must not set authorization: use the token option",
    ],
  ])("for %s", async (_, call, message) => {
    const error = await refusalOf(call);
    expect(error.message).toBe(message);
    expect(error.attempts).toBe(0);
  });

  const noAccount = "integrated_account_id is missing: name it in the query or give the client a default";
  const without = { integratedAccountId: undefined };
  it.each<[string, BadCall]>([
    ["no account anywhere", { client: without }],
    ["no account in the query either", { client: without, query: { truto_ignore_remote_data: true } }],
    [
      "an undefined account, which would delete in the default one",
      { query: { integrated_account_id: undefined } },
    ],
    ["a null account", { query: { integrated_account_id: null } }],
    ["an empty account", { query: { integrated_account_id: "" } }],
    ["an account that is a number", { query: { integrated_account_id: 7 } }],
    ["an empty default account", { client: { integratedAccountId: "" } }],
  ])("for %s", async (_, call) => {
    expect((await refusalOf(call)).message).toBe(noAccount);
  });

  it.each<[string, () => unknown, string]>([
    ["is empty", () => "", "token is empty: is TRUTO_API_TOKEN set?"],
    ["is undefined", () => undefined, "token is empty: is TRUTO_API_TOKEN set?"],
    [
      "has a line break",
      async () => "secret\nvalue",
      "token has a space or a line break: give the token alone",
    ],
    ["has Bearer before it", () => "Bearer secret", "token begins with Bearer: give the token alone"],
    ["has a letter beyond ASCII", () => "sécret", "token has a character that no HTTP header can carry"],
    ["is an object", () => ({}), "token must be a string, or a function that gives one"],
  ])("for a token function whose token %s", async (_, tokenFunction, message) => {
    const error = await refusalOf({ client: { token: tokenFunction } });
    expect(error.message).toBe(message);
  });

  it("for a token function that fails, and the error has its reason", async () => {
    const error = await refusalOf({ client: { token: () => Promise.reject(new Error("vault is sealed")) } });
    expect(error.message).toBe("token failed: vault is sealed");
    expect(error.cause).toMatchObject({ message: "vault is sealed" });
  });
});

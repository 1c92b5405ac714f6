import { createTrutoApi } from "../../src/api.js";
import type { DeleteContactQuery, RequestOptions, TrutoClientOptions } from "../../src/index.js";
import { createTrutoClient } from "../../src/index.js";

/** A token that no text contains by chance. */
export const token = "tok_5f2c9e71-never-show-me";

/** A client of a test server, with an account, that waits 1 ms before a retry. */
export function createTestClient(
  server: { readonly url: string },
  options: Omit<Partial<TrutoClientOptions<string>>, "baseUrl"> = {},
) {
  const defaults = { token, integratedAccountId: "account-1", maxRetryDelay: 1 };
  return createTrutoClient({ ...defaults, ...options, baseUrl: server.url });
}

/** Like {@link createTestClient}, over openapi-fetch. */
export function createTestApi(
  server: { readonly url: string },
  options: Omit<Partial<TrutoClientOptions>, "baseUrl" | "integratedAccountId"> = {},
) {
  return createTrutoApi({ token, maxRetryDelay: 1, ...options, baseUrl: server.url });
}

/** The options of a client, and those of one call. */
export type TestOptions = Omit<Partial<TrutoClientOptions<string>>, "baseUrl"> & {
  call?: RequestOptions;
  query?: DeleteContactQuery<string>;
  /** For `createTrutoApi` only. */
  parseAs?: "json" | "stream";
};

/** Deletes the contact `23423523` with a new client of a test server. */
export function deleteContact(
  server: { readonly url: string },
  { call, query, ...options }: TestOptions = {},
) {
  return createTestClient(server, options).contacts.delete("23423523", query, call);
}

/** Like {@link deleteContact}, in the `stream` format. */
export function deleteAsStream(server: { readonly url: string }, { call, ...options }: TestOptions = {}) {
  const query = { truto_response_format: "stream" } as const;
  return createTestClient(server, options).contacts.delete("23423523", query, call);
}

/** Deletes the contact `23423523` over a new `createTrutoApi` client. */
export function deleteOverApi(
  server: { readonly url: string },
  { call, parseAs = "json", ...options }: TestOptions = {},
) {
  return createTestApi(server, options).DELETE("/unified/crm/contacts/{id}", {
    params: { path: { id: "23423523" }, query: { integrated_account_id: "account-1" } },
    parseAs,
    ...(call?.signal && { signal: call.signal }),
  });
}

/** The reason that a promise rejects with; a promise that resolves fails the test. */
export async function failure(promise: Promise<unknown>): Promise<unknown> {
  const result = await promise.then(
    (value) => ({ value }),
    (reason: unknown) => ({ reason }),
  );
  if ("reason" in result) return result.reason;
  throw new Error(`It should have failed, but gave ${JSON.stringify(result.value)}`);
}

/** Like {@link failure}, but the reason must be an error of a class. */
export async function failureOf<T>(
  kind: abstract new (...parameters: never[]) => T,
  promise: Promise<unknown>,
): Promise<T> {
  const reason = await failure(promise);
  if (reason instanceof kind) return reason;
  throw new Error(`It should have failed with ${kind.name}`, { cause: reason });
}

/** The `body` of an error: JSON, else the text. */
export function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

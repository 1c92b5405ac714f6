import createClient, { type Client, defaultBodySerializer, type ParseAs } from "openapi-fetch";
import * as operations from "../generated/operations.js";
import type { paths } from "../generated/schema.js";
import { fetchApi, type Operation } from "./api-fetch.js";
import { TrutoInputError } from "./errors.js";
import { checkNames, copyKnown, withoutPrototype } from "./options/names.js";
import { checkQuery } from "./options/query.js";
import {
  check,
  checkRequestOptions,
  optionNames,
  type ResolvedOptions,
  resolveOptions,
} from "./options/resolve.js";
import type { TrutoClientOptions } from "./options/types.js";
import { encodePath, encodeQuery } from "./transport/url.js";

export type {
  Client,
  ClientMethod,
  ClientRequestMethod,
  FetchOptions,
  FetchResponse,
  Middleware,
  ParseAs,
} from "openapi-fetch";

export type { components, operations, paths } from "../generated/schema.js";
export { apiErrorOf } from "./api-fetch.js";

/** The openapi-fetch client of every operation in the contract. @see https://openapi-ts.dev/openapi-fetch/api */
export type TrutoApi = Client<paths, "application/json">;

/** Options of {@link createTrutoApi}: those of a client without the default account, as each call names its account. */
export type TrutoApiOptions = Omit<TrutoClientOptions, "integratedAccountId">;

const apiOptionNames = optionNames.filter((name) => name !== "integratedAccountId");

/** openapi-fetch's own options of a call. All are set, as it would read a missing one from `Object.prototype`. */
const noCallOptions = {
  params: undefined,
  body: undefined,
  headers: undefined,
  signal: undefined,
  parseAs: undefined,
  middleware: undefined,
  baseUrl: undefined,
  querySerializer: undefined,
  bodySerializer: undefined,
  pathSerializer: undefined,
  fetch: undefined,
  Request: undefined,
};

/** The options of `fetch`, of undici's and of Next's, that are handed on. */
const fetchOptionNames =
  "cache credentials dispatcher integrity keepalive mode next priority referrer referrerPolicy".split(" ");

/** The options of `fetch` that are decided here. */
const fixedOptionNames = ["duplex", "method", "redirect", "window"];

const callOptionNames = [...Object.keys(noCallOptions), ...fetchOptionNames, ...fixedOptionNames];

/** The methods of a `Response` that openapi-fetch calls, and `stream`. */
const bodyTypes: ReadonlySet<string> = new Set<ParseAs>(["json", "text", "blob", "arrayBuffer", "stream"]);

/** The options of a call that are read here. */
interface CallOptions {
  params?: { path?: object; query?: Record<string, unknown>; header?: object; cookie?: object };
  signal?: AbortSignal | null | undefined;
  parseAs?: string;
  fetch?: (request: Request) => Promise<Response>;
  middleware?: object;
}

/** The client, method and path of a call; `hasMiddleware` if a middleware sees its `Request`. */
interface CallPlace {
  readonly client: ResolvedOptions;
  readonly method: string;
  readonly path: string;
  readonly hasMiddleware: boolean;
}

/**
 * Makes the openapi-fetch client of every operation in the contract, with the token, encoding, retries and limits of the
 * transport. A response of status 4xx or 5xx resolves with `error`; every other failure rejects with an
 * error of this package, or with the reason of an abort (an `AbortError` where that is falsy: openapi-fetch would lose it).
 * `timeout` covers the whole body, unless `parseAs` is `stream`. A POST or PATCH is not sent again once its response was
 * lost, unless the caller gave it an `Idempotency-Key`. A query parameter that the operation does not have compiles, as
 * with every openapi-fetch client, and rejects before anything is sent.
 * @throws {TrutoInputError} naming the option that is wrong
 * @see https://openapi-ts.dev/openapi-fetch/api
 */
export function createTrutoApi(options: TrutoApiOptions): TrutoApi {
  const client = resolveOptions(options, apiOptionNames);
  const api = createClient<paths, "application/json">({
    baseUrl: client.baseUrl,
    headers: client.headers,
    pathSerializer: (template, parameters) => encodePath(template, textsOf(parameters)),
    querySerializer: encodeQuery,
    bodySerializer: defaultBodySerializer,
    Request: globalThis.Request,
  });
  const { request, use } = api;
  let hasMiddleware = false;
  async function call(method: string, path: string, given?: CallOptions): Promise<unknown> {
    const init = prepare({ client, path, hasMiddleware, method: method.toUpperCase() }, given ?? {});
    return Reflect.apply(request, api, [method, path, init]);
  }
  const methods = Object.keys(api).filter((name) => name === name.toUpperCase());
  for (const method of methods) {
    Reflect.set(api, method, (path: string, init?: CallOptions) => call(method, path, init));
  }
  return Object.assign(api, {
    request: call,
    use(...middleware: Parameters<typeof use>) {
      use(...middleware);
      hasMiddleware = true;
    },
  });
}

/**
 * Checks the options of a call and puts the transport in the place of openapi-fetch's `fetch`.
 * @throws {TrutoInputError}
 */
function prepare({ client, method, path, hasMiddleware }: CallPlace, given: CallOptions): object {
  const options = withoutPrototype(given);
  const { fetch, middleware, parseAs } = options;
  const signal = options.signal ?? undefined;
  const isObserved = hasMiddleware || middleware !== undefined;
  // Unknown properties are for a middleware or a fetch, which finds them on the request.
  if (!isObserved && !fetch) checkNames("option", options, callOptionNames);
  checkRequestOptions({ signal });
  if (parseAs !== undefined && !bodyTypes.has(parseAs)) {
    throw new TrutoInputError(`parseAs must be one of ${[...bodyTypes].join(", ")}`);
  }
  const operation = allOperations.find((one) => one.method === method && matches(one.path, path));
  // Filled in by the caller, an empty id would address all contacts, and `..` another resource.
  check(
    !operation || operation.path === path,
    `give the path as ${operation?.path}, and what is in its braces in params.path`,
  );
  const params = copyKnown("parameter", options.params ?? {}, ["path", "query", "header", "cookie"]);
  const query = checkedQuery(operation, params.query ?? {});
  const isParameterized = /[{}]/.test(path);
  const fetchOptions = Object.fromEntries(
    Object.entries(options).filter(([name]) => fetchOptionNames.includes(name)),
  );
  const call = { client, path, operation, parseAs, fetch, fetchOptions };
  return {
    ...noCallOptions,
    ...options,
    params: {
      header: undefined,
      ...params,
      query: params.query && query,
      // openapi-fetch keeps the template unchanged when there are no path parameters.
      path: params.path || isParameterized ? withoutPrototype(params.path ?? {}) : undefined,
    },
    // Each `Request` adds a listener to its signal, so it gets the signal only if a middleware or a fetch may read it.
    signal: isObserved ? signal : undefined,
    fetch: (request: Request) => fetchApi(call, request, isObserved ? request.signal : signal),
  };
}

/** `true` if a path is a template of the contract, or that template with its parameters filled in. */
function matches(template: string, path: string): boolean {
  const segments = path.split("/");
  const expected = template.split("/");
  const isSame = (part: string, at: number) => part === segments[at] || part.startsWith("{");
  return segments.length === expected.length && expected.every(isSame);
}

/** Path parameters as texts. openapi-fetch also accepts numbers and booleans; a number that is not exact stays, and is refused later. */
function textsOf(parameters: Record<string, unknown>): Record<string, unknown> {
  const isExact = (value: unknown) => typeof value === "number" && Math.abs(value) <= Number.MAX_SAFE_INTEGER;
  const isText = (value: unknown) =>
    isExact(value) || typeof value === "bigint" || typeof value === "boolean";
  const texts = Object.entries(parameters).map(([name, value]) => [name, isText(value) ? `${value}` : value]);
  return Object.fromEntries(texts);
}

/** Copies a query and checks it against the operation's parameters in the contract. */
function checkedQuery(
  operation: Operation | undefined,
  given: Record<string, unknown>,
): Record<string, unknown> {
  if (!operation) return withoutPrototype(given);
  const query = copyKnown("query parameter", given, Object.keys(operation.query));
  checkQuery(query, operation.query);
  return query;
}

const allOperations: readonly Operation[] = Object.values(operations);

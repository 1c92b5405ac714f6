import createClient, { type Client } from "openapi-fetch";
import type { paths } from "../generated/schema.js";
import { TrutoApiError, TrutoInputError } from "./errors.js";
import { optionNames, type ResolvedOptions, resolveOptions } from "./options/resolve.js";
import type { TrutoClientOptions } from "./options/types.js";
import { copyHeaders } from "./transport/headers.js";
import { type Reader, readAllBytes, readJsonText } from "./transport/read.js";
import { send } from "./transport/send.js";
import { unreadStream } from "./transport/stream.js";
import { encodePath, encodeQuery } from "./transport/url.js";
import { isObject } from "./values.js";

/** The openapi-fetch client of every operation in the contract. @see https://openapi-ts.dev/openapi-fetch/api */
export type TrutoApi = Client<paths, "application/json">;

/** Options of {@link createTrutoApi}: those of a client, less the default account, which each call has to name. */
export type TrutoApiOptions = Omit<TrutoClientOptions, "integratedAccountId">;

/** How openapi-fetch will read the response to each request. */
const parseAsOf = new WeakMap<Request, string>();

const apiOptionNames = optionNames.filter((name) => name !== "integratedAccountId");

const errorOf = new WeakMap<Response, TrutoApiError>();

/**
 * Makes the openapi-fetch client of every operation in the contract, with the token, encoding, retries and limits of the
 * transport. A response of status 4xx or 5xx resolves with `error`; everything else that is no success rejects with an
 * error of this package, or with the reason of an abort (an `AbortError` where that is falsy: openapi-fetch would lose it).
 * `timeout` covers the whole body, unless `parseAs` is `stream`. A POST or PATCH is not sent again once its response was
 * lost, unless the caller gave it an `Idempotency-Key`.
 * @throws {TrutoInputError} naming the option that is wrong
 * @see https://openapi-ts.dev/openapi-fetch/api
 */
export function createTrutoApi(options: TrutoApiOptions): TrutoApi {
  const client = resolveOptions(options, apiOptionNames);
  const api = createClient<paths, "application/json">({
    baseUrl: client.baseUrl,
    Request: unlinkedRequest(),
    pathSerializer: encodePath,
    querySerializer: encodeQuery,
    fetch: (request) => fetchApi(client, request),
  });
  api.use({
    onRequest({ request, options }) {
      parseAsOf.set(request, options.parseAs);
    },
  });
  return api;
}

/**
 * The error behind a `response` that {@link createTrutoApi} resolved with `error`: its `mayHaveBeenApplied`, `attempts`,
 * `retryAfter`, and what to do. `undefined` for a success, and for a response that a middleware made.
 */
export function apiErrorOf(response: Response): TrutoApiError | undefined {
  return errorOf.get(response);
}

/**
 * A `Request` that keeps the caller's signal as it is: linked to a new one, it would gather a listener for each request.
 * Made when it is needed, because Node takes 20 ms to load what `Request` is made of.
 */
function unlinkedRequest(): typeof Request {
  return class extends Request {
    constructor(input: RequestInfo | URL, { signal, ...init }: RequestInit = {}) {
      // openapi-fetch leaves the template as it is when it is given no path parameters at all.
      if (/[{}]/.test(String(input))) throw new TrutoInputError(`a path parameter is missing: ${input}`);
      super(input, init);
      if (signal) Object.defineProperty(this, "signal", { value: signal });
    }
  };
}

/** Sends a request of the openapi-fetch client, which wants a `Response` for each. */
async function fetchApi(client: ResolvedOptions, request: Request): Promise<Response> {
  const { method, url, headers, signal } = request;
  // A call of openapi-fetch and a middleware may name another.
  if (!url.startsWith(`${client.baseUrl}/`)) {
    throw new TrutoInputError("the token goes nowhere but to the client's baseUrl");
  }
  const bytes = await request.arrayBuffer();
  const body = bytes.byteLength > 0 ? bytes : undefined;
  const path = new URL(url).pathname;
  const read = readers[parseAsOf.get(request) ?? "json"] ?? readBytes;
  try {
    const sent = { name: `${method} ${path}`, method, path, url, body };
    return (await send(client, sent, { headers, signal }, read)).data;
  } catch (error) {
    if (!error) throw new DOMException(`aborted with the reason ${String(error)}`, "AbortError");
    if (!(error instanceof TrutoApiError) || error.status < 400 || error.status > 599) throw error;
    return refusal(error);
  }
}

/** An empty or unparsed body would be an `error` that is falsy or no object, and pass for a success. */
function refusal(error: TrutoApiError): Response {
  const { status, error: title = "", message, body } = error;
  const headers = new Headers(error.headers);
  for (const name of ["content-length", "content-encoding", "content-type"]) headers.delete(name);
  const fields = isObject(body) ? body : { statusCode: status, error: title, message };
  const response = Response.json(fields, { status, headers });
  errorOf.set(response, error);
  return response;
}

const readBytes: Reader<Response> = async (response) => successOf(response, await readAllBytes(response));

const readers: Record<string, Reader<Response>> = {
  json: async (response) => successOf(response, await readJsonText(response)),
  stream: async (response, call) => successOf(response, unreadStream(response, call)),
};

function successOf(response: Response, body: BodyInit): Response {
  const { status, statusText, headers } = response;
  // Only a body of null goes with these statuses. https://fetch.spec.whatwg.org/#null-body-status
  const isEmpty = status === 204 || status === 205;
  return new Response(isEmpty ? null : body, { status, statusText, headers: copyHeaders(headers) });
}

import createClient, { type Client } from "openapi-fetch";
import type { paths } from "../generated/schema.js";
import { TrutoApiError, TrutoInputError } from "./errors.js";
import { type ResolvedOptions, resolveOptions, type TrutoClientOptions } from "./options.js";
import { isObject } from "./transport/outcome.js";
import type { Reader } from "./transport/read.js";
import { send } from "./transport/send.js";
import { unreadStream } from "./transport/stream.js";
import { encodePath, encodeQuery } from "./transport/url.js";

export type * from "./errors.js";
export type { TrutoClientOptions } from "./options.js";

/** The openapi-fetch client of every operation in the contract. @see https://openapi-ts.dev/openapi-fetch/api */
export type TrutoApi = Client<paths, "application/json">;

/**
 * Makes the openapi-fetch client of every operation in the contract, with the token, encoding, retries and limits of the
 * transport. A refused request resolves with `error`; one without a response rejects.
 * @throws {TrutoInputError} naming the option that is wrong
 * @see https://openapi-ts.dev/openapi-fetch/api
 */
export function createTrutoApi(options: Omit<TrutoClientOptions, "integratedAccountId">): TrutoApi {
  const client = resolveOptions(options);
  return createClient<paths, "application/json">({
    baseUrl: client.baseUrl,
    Request: unlinkedRequest(),
    pathSerializer: encodePath,
    querySerializer: encodeQuery,
    fetch: (request) => fetchApi(client, request),
  });
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
  const bytes = await request.arrayBuffer();
  const body = bytes.byteLength > 0 ? bytes : undefined;
  const path = new URL(url).pathname;
  try {
    const sent = { name: `${method} ${path}`, method, path, url, body };
    return (await send(client, sent, { headers, signal }, keepUnread)).data;
  } catch (error) {
    if (!(error instanceof TrutoApiError) || error.status < 400 || error.status > 599) throw error;
    // An empty or unparsed body would be an `error` that is falsy or no object, and pass for a success.
    const { status, error: title = "", message, body } = error;
    const headers = new Headers(error.headers);
    for (const name of ["content-length", "content-encoding", "content-type"]) headers.delete(name);
    const fields = isObject(body) ? body : { statusCode: status, error: title, message };
    return Response.json(fields, { status, headers });
  }
}

const keepUnread: Reader<Response> = async (response, call) => {
  const { status, statusText, headers } = response;
  return new Response(response.body && unreadStream(response, call), { status, statusText, headers });
};

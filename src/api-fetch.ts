import { TrutoApiError, TrutoInputError } from "./errors.js";
import { withoutPrototype } from "./options/names.js";
import type { QueryParameter } from "./options/query.js";
import type { ResolvedOptions } from "./options/resolve.js";
import type { Fetch } from "./options/types.js";
import type { Hints } from "./transport/call.js";
import { copyHeaders } from "./transport/headers.js";
import { type Reader, readAllBytes, readJsonText } from "./transport/read.js";
import { send } from "./transport/send.js";
import { bodyStream } from "./transport/stream.js";
import { isObject } from "./values.js";

/** An operation of the contract, from `generated/`. */
export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, QueryParameter>>;
  readonly hints: Hints;
  readonly remoteHints: Hints;
}

/** The part of an openapi-fetch call that its `fetch` needs besides the request. */
export interface ApiCall {
  readonly client: ResolvedOptions;
  /** The path's template. */
  readonly path: string;
  readonly operation: Operation | undefined;
  readonly parseAs: string | undefined;
  /** A `fetch` for this call alone, of openapi-fetch's kind. */
  readonly fetch: ((request: Request) => Promise<Response>) | undefined;
  /** Further options of `fetch`, such as `cache` or undici's `dispatcher`. */
  readonly fetchOptions: object;
}

/** Sends a request of the openapi-fetch client and returns a `Response`. */
export async function fetchApi(
  { client, path, operation, parseAs = "json", fetch, fetchOptions }: ApiCall,
  request: Request,
  signal: AbortSignal | undefined,
): Promise<Response> {
  const { method, url, headers } = request;
  // A call's `baseUrl` or a middleware may name another server.
  if (!url.startsWith(`${client.baseUrl}/`)) {
    throw new TrutoInputError("the token goes nowhere but to the client's baseUrl");
  }
  const bytes = await request.arrayBuffer();
  const isSameMethod = operation?.method === method;
  const sent = {
    name: `${method} ${path}`,
    method,
    path: new URL(url).pathname,
    url,
    body: bytes.byteLength > 0 ? bytes : undefined,
    fetchOptions,
    // openapi-fetch decides which statuses are a success.
    hints: isSameMethod ? operation.hints : undefined,
    remoteHints: isSameMethod ? operation.remoteHints : undefined,
  };
  // The request already has the client's headers, except those that the call or a middleware removed.
  const settings = { ...client, headers: {}, fetch: fetch ? fetchOf(fetch) : client.fetch };
  try {
    const options = withoutPrototype({ headers, signal });
    const { data } = await send(settings, sent, options, readerFor(parseAs));
    return withUrl(data, url);
  } catch (error) {
    if (!error) throw new DOMException(`aborted with the reason ${String(error)}`, "AbortError");
    if (!(error instanceof TrutoApiError) || error.status < 400 || error.status > 599) throw error;
    return withUrl(errorResponse(error), url);
  }
}

/** Adapts a `fetch` that takes a `Request` to the transport, which passes a URL and an init. */
function fetchOf(fetch: (request: Request) => Promise<Response>): Fetch {
  return (url, init) => fetch(new Request(url, init));
}

/** Sets the `url` of a response for middleware; the constructor takes none. */
function withUrl(response: Response, url: string): Response {
  return Object.defineProperty(response, "url", { value: url });
}

/**
 * The error behind a `response` that `createTrutoApi` resolved with `error`: its `mayHaveBeenApplied`, `attempts`,
 * `retryAfter`, and what to do. `undefined` for a success, and for a response that a middleware made.
 */
export function apiErrorOf(response: Response): TrutoApiError | undefined {
  const error: unknown = Reflect.get(response, apiError);
  return error instanceof TrutoApiError ? error : undefined;
}

/** Names the error of a response. Every copy of this package finds it, as a bundle may hold two. */
const apiError = Symbol.for("truto-crm-client.apiError");

/** The response of an error. Its body is always an object: with a falsy `error` the call would look like a success. */
function errorResponse(error: TrutoApiError): Response {
  const { status, error: title = "", message, body } = error;
  const headers = new Headers(error.headers);
  for (const name of ["content-length", "content-encoding", "content-type"]) headers.delete(name);
  const fields = isObject(body) ? body : { statusCode: status, error: title, message };
  const response = Response.json(fields, { status, statusText: reasonPhrase(title), headers });
  return Object.defineProperty(response, apiError, { value: error });
}

/** A text as the reason phrase of a `Response`; empty if it has other characters than ASCII. */
function reasonPhrase(text = ""): string {
  return /^[ -~]*$/.test(text) ? text : "";
}

function readerFor(parseAs: string): Reader<Response> {
  switch (parseAs) {
    case "json":
      return async (response) => successOf(response, await readJsonText(response));
    case "stream":
      return async (response, call) => successOf(response, bodyStream(response, call));
    default:
      return async (response) => successOf(response, await readAllBytes(response));
  }
}

function successOf(response: Response, body: BodyInit): Response {
  const { status, statusText, headers } = response;
  // These statuses allow no body. https://fetch.spec.whatwg.org/#null-body-status
  const isEmpty = status === 204 || status === 205;
  const init = { status, statusText: reasonPhrase(statusText), headers: copyHeaders(headers) };
  return new Response(isEmpty ? null : body, init);
}

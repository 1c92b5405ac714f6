import type { Client } from "openapi-fetch";
import type { paths } from "../generated/schema.js";
import { type Contacts, type ContactsWithDefault, createContacts } from "./contacts.js";
import { isObject, TrutoApiError, TrutoInputError } from "./errors.js";
import { checkOptions, type Settings, type TrutoClientOptions } from "./options.js";
import { type Read, send, unread } from "./send.js";
import { encodePath, encodeQuery } from "./url.js";

/** A client for one environment of Truto. */
export interface TrutoClient<Account extends string | undefined = undefined> {
  /** The operations on contacts. */
  readonly contacts: [Account] extends [string] ? ContactsWithDefault : Contacts;
  /**
   * The openapi-fetch client of every operation in the contract, loaded at its first call, with this client's token,
   * encoding, retries and limits. A refused request resolves with `error`; one without an answer rejects.
   * @see https://openapi-ts.dev/openapi-fetch/api
   */
  readonly api: Client<paths, "application/json">;
}

/**
 * Makes a client. Nothing is sent, and the token is kept where nothing prints it.
 * @throws {TrutoInputError} naming the option that is wrong
 */
export function createTrutoClient<Account extends string | undefined = undefined>(
  options: TrutoClientOptions<Account>,
): TrutoClient<Account>;
export function createTrutoClient(options: TrutoClientOptions): TrutoClient<string> {
  const settings = checkOptions(options);
  return {
    contacts: createContacts(settings, options.integratedAccountId),
    api: createApi(settings),
  };
}

type Api = TrutoClient["api"];

function createApi(settings: Settings): Api {
  let loading: Promise<Api> | undefined;
  /** Loads openapi-fetch at the first call of any method: an import that only deletes contacts takes half as long. */
  function load<Name extends keyof Api>(name: Name): Api[Name] {
    const method = async (...args: unknown[]) => {
      loading ??= loadApi(settings);
      return Reflect.apply((await loading)[name], undefined, args);
    };
    // It passes on whatever it is given, which no type of its own says of a generic method.
    return method as Api[Name];
  }
  return {
    request: load("request"),
    GET: load("GET"),
    PUT: load("PUT"),
    POST: load("POST"),
    DELETE: load("DELETE"),
    OPTIONS: load("OPTIONS"),
    HEAD: load("HEAD"),
    PATCH: load("PATCH"),
    TRACE: load("TRACE"),
    use: load("use"),
    eject: load("eject"),
  };
}

async function loadApi(settings: Settings): Promise<Api> {
  const { default: createClient } = await import("openapi-fetch");
  /** Keeps the caller's signal as it is: linked to a new one, it would gather a listener for each request. */
  class UnlinkedRequest extends Request {
    constructor(input: RequestInfo | URL, { signal, ...init }: RequestInit = {}) {
      // openapi-fetch leaves the template as it is when it is given no path parameters at all.
      if (/[{}]/.test(String(input))) throw new TrutoInputError(`a path parameter is missing: ${input}`);
      super(input, init);
      if (signal) Object.defineProperty(this, "signal", { value: signal });
    }
  }
  return createClient<paths, "application/json">({
    baseUrl: settings.baseUrl,
    Request: UnlinkedRequest,
    pathSerializer: encodePath,
    querySerializer: encodeQuery,
    fetch: (request) => fetchApi(settings, request),
  });
}

/** Sends a request of the openapi-fetch client, which wants a `Response` for every answer. */
async function fetchApi(settings: Settings, request: Request): Promise<Response> {
  const { method, url, headers, signal } = request;
  const bytes = await request.arrayBuffer();
  const body = bytes.byteLength > 0 ? bytes : undefined;
  const name = `${method} ${new URL(url).pathname}`;
  try {
    return (await send(settings, { name, method, url, body }, { headers, signal }, keepUnread)).data;
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

const keepUnread: Read<Response> = async (response, call) => {
  const { status, statusText, headers } = response;
  return new Response(response.body && unread(response, call), { status, statusText, headers });
};

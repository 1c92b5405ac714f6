import { readFile } from "node:fs/promises";
import { STATUS_CODES } from "node:http";
import { copyKnown } from "../options/names.js";
import { check } from "../options/resolve.js";
import { chooseAnswer, fitBody } from "./answer.js";
import { type Call, readCall } from "./call.js";
import { loadEngine, type PrismAnswer, PrismRefusal, type PrismRequest, resolveFromHere } from "./engine.js";
import { badRequest, parameterViolations, violationsHeader } from "./violations.js";

/** A `fetch` without a network. */
export type MockFetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** Options of a mock. */
export interface MockOptions {
  /** The contract to mock, as one JSON document. @default this package's openapi.json */
  contract?: string | undefined;
  /**
   * Chooses the response to a request, in the form of a `Prefer` header such as `code=404, example=provider`. `undefined`
   * means the default response. A request's own `Prefer` header takes precedence.
   */
  prefer?: ((request: Request) => string | undefined) | undefined;
}

/**
 * Makes a `fetch` that responds as Truto would, with the contract's examples, in this process. A request chooses another
 * response in a header, as with Prism: `Prefer: code=404, example=provider`, or `Prefer: dynamic=true` for made-up data. The
 * option `prefer` can do so too. Each violation of the contract by a request or a response is in the header `sl-violations`.
 * @throws {TrutoInputError} naming the option that is wrong
 * @throws when Prism is not installed, saying how to install it.
 * @see https://github.com/stoplightio/prism
 */
export async function createMockFetch(options: MockOptions = {}): Promise<MockFetch> {
  const { contract, prefer } = copyKnown("option", options, ["contract", "prefer"]);
  check(contract === undefined || typeof contract === "string", "contract must be a string of JSON");
  check(prefer === undefined || typeof prefer === "function", "prefer must be a function");
  const engine = await loadEngine(contract ?? (await readShippedContract()));

  return async (input, init) => {
    const request = new Request(input, init);
    request.signal.throwIfAborted();
    try {
      const wish = request.headers.get("prefer") ?? prefer?.(request) ?? "";
      if (typeof wish !== "string") throw new PrismRefusal("prefer must return a string, or undefined");
      const call = readCall(request, wish, engine.operations);
      if (typeof call === "number") {
        return refuse(call, `The contract has no ${request.method} ${new URL(request.url).pathname}`);
      }
      const mock = chooseAnswer(call, request.headers.get("accept") ?? "");
      const answer = await engine.answer(await toPrism(request, call), mock, call.format);
      answer.validations.input.push(...parameterViolations(call, answer.validations.input));
      return respond(call, answer);
    } catch (error) {
      if (error instanceof PrismRefusal) return refuse(400, error.message);
      throw error;
    }
  };
}

/** Resolved by the package's name, because a bundler moves this file away from the contract. */
function readShippedContract(): Promise<string> {
  return readFile(resolveFromHere("truto-crm-client/openapi.json"), "utf8");
}

async function toPrism(request: Request, { method, query }: Call): Promise<PrismRequest> {
  const values = [...new Set(query.keys())].map((name) => {
    const [first = "", ...more] = query.getAll(name);
    return [name, more.length > 0 ? [first, ...more] : first];
  });
  const headers = Object.fromEntries(request.headers);
  // Scheme names are case-insensitive, but not in Prism. https://www.rfc-editor.org/rfc/rfc9110#section-11.1
  if (headers.authorization) headers.authorization = headers.authorization.replace(/^bearer /i, "Bearer ");
  return {
    method,
    url: { path: new URL(request.url).pathname, query: Object.fromEntries(values) },
    headers,
    body: await readBody(request),
  };
}

async function readBody(request: Request): Promise<unknown> {
  const text = await request.text();
  if (!text) return null;
  if (!/[/+]json\b/.test(request.headers.get("content-type") ?? "")) return text;
  try {
    return JSON.parse(text);
  } catch {
    throw new PrismRefusal("The body is not JSON");
  }
}

function respond(call: Call, { output, validations }: PrismAnswer): Response {
  const headers = new Headers();
  if (validations.input.length + validations.output.length > 0) {
    headers.set("sl-violations", violationsHeader(validations));
  }
  const wrong = validations.input.filter(({ severity }) => severity === 0);
  if (wrong.length > 0 && !wrong.some(({ code }) => code === 401)) {
    return Response.json(badRequest(wrong), { ...statusLine(400), headers });
  }
  const { statusCode: status, headers: given = {} } = output;
  for (const [name, value] of Object.entries(given)) if (value !== null) headers.set(name, value);
  const body = fitBody(output.body, status, call);
  // Prism adds a type, and in dynamic mode a body, to a status that has none.
  const isEmpty = body === undefined || status === 204 || status === 205 || status === 304;
  if (isEmpty) {
    headers.delete("content-type");
    return new Response(null, { ...statusLine(status), headers });
  }
  const isText = typeof body === "string" && headers.get("content-type") !== "application/json";
  return new Response(isText ? body : JSON.stringify(body), { ...statusLine(status), headers });
}

/** The response to a request outside the contract. */
function refuse(status: number, message: string): Response {
  const violation = { path: [], code: status, message, severity: 0 };
  const headers = { "sl-violations": violationsHeader({ input: [violation], output: [] }) };
  const body = { statusCode: status, error: STATUS_CODES[status], message };
  return Response.json(body, { ...statusLine(status), headers });
}

/** A `Response` made by hand has no reason phrase by default. */
function statusLine(status: number): { status: number; statusText: string } {
  return { status, statusText: STATUS_CODES[status] ?? "" };
}

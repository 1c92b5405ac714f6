import { readFile } from "node:fs/promises";
import { STATUS_CODES } from "node:http";
import { chooseAnswer, fitBody } from "./answer.js";
import { type Call, readCall } from "./call.js";
import { loadEngine, type PrismAnswer, PrismRefusal, type PrismRequest } from "./engine.js";
import { badRequest, unknownParameters, violationsHeader } from "./violations.js";

/** A `fetch` without a network. */
export type MockFetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** How to make a mock. */
export interface MockOptions {
  /** The contract to play, as JSON in one document. @default this package's openapi.json */
  contract?: string | undefined;
}

/**
 * Makes a `fetch` that responds as Truto would, with the contract's examples, in this process. A request names the response
 * it wants in a header, as with Prism: `Prefer: code=404, example=provider`, or `Prefer: dynamic=true` for made-up data.
 * What is wrong with a request or a response is in the header `sl-violations`.
 * @throws when Prism is not installed, saying how to install it.
 * @see https://github.com/stoplightio/prism
 */
export async function createMockFetch({ contract }: MockOptions = {}): Promise<MockFetch> {
  const shipped = new URL("./openapi.json", import.meta.url);
  const engine = await loadEngine(contract ?? (await readFile(shipped, "utf8")));

  return async (input, init) => {
    const request = new Request(input, init);
    request.signal.throwIfAborted();
    const call = readCall(request, engine.operations);
    if (typeof call === "number") {
      return refuse(call, `The contract has no ${request.method} ${new URL(request.url).pathname}`);
    }
    try {
      const mock = chooseAnswer(call, request.headers.get("accept") ?? "");
      const prismRequest = await toPrism(request, call);
      const answer = await engine.answer(prismRequest, mock, mock.dynamic && call.format === "unified");
      answer.validations.input.push(...unknownParameters(call));
      return respond(call, answer);
    } catch (error) {
      if (error instanceof PrismRefusal) return refuse(400, error.message);
      throw error;
    }
  };
}

async function toPrism(request: Request, { method, query }: Call): Promise<PrismRequest> {
  const values = [...new Set(query.keys())].map((name) => {
    const [first = "", ...more] = query.getAll(name);
    return [name, more.length > 0 ? [first, ...more] : first];
  });
  const text = await request.text();
  const isJson = /[/+]json\b/.test(request.headers.get("content-type") ?? "");
  return {
    method,
    url: { path: new URL(request.url).pathname, query: Object.fromEntries(values) },
    headers: Object.fromEntries(request.headers),
    body: text && isJson ? JSON.parse(text) : text || null,
  };
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
  // Prism gives a type to an empty body too.
  if (body === undefined) headers.delete("content-type");
  const isText = typeof body === "string" && headers.get("content-type") !== "application/json";
  return new Response(isText ? body : JSON.stringify(body), { ...statusLine(status), headers });
}

/** The response to a request that is for nothing in the contract. */
function refuse(status: number, message: string): Response {
  const violation = { path: [], code: status, message, severity: 0 };
  const headers = { "sl-violations": violationsHeader({ input: [violation], output: [] }) };
  const body = { statusCode: status, error: STATUS_CODES[status], message };
  return Response.json(body, { ...statusLine(status), headers });
}

/** A Response that nobody sent has no reason phrase of its own. */
function statusLine(status: number): { status: number; statusText: string } {
  return { status, statusText: STATUS_CODES[status] ?? "" };
}

import { createTrutoApi } from "../../src/api.js";
import type { TrutoClientOptions } from "../../src/index.js";
import {
  examplesOf,
  exampleValues,
  type FoundOperation,
  operationsOf,
  type Values,
} from "../lib/operations.js";
import type { Spec } from "../lib/spec.js";

/** The arguments of an openapi-fetch call. */
type Call = { params: Values; body: unknown; headers: Record<string, string> };

/**
 * Asks a mock for every example answer of the contract, and sends every parameter and every example body.
 * @throws when the mock answers with another status than the one it was asked for
 */
export async function sendExampleTraffic(spec: Spec, options: TrutoClientOptions): Promise<void> {
  const api = createTrutoApi({ ...options, maxRetries: 0 });
  const calls = operationsOf(spec).flatMap((operation) =>
    callsOf(operation).map(async ({ status, call }) => {
      const { method, path } = operation;
      // Values read from the contract at run time have no static type.
      const args = [method, path, { ...call, parseAs: "text" }];
      const { response }: { response: Response } = await Reflect.apply(api.request, undefined, args);
      if (status === undefined || response.status === status) return;
      throw new Error(
        `The mock responded to ${method} ${path} with ${response.status} when asked for ${call.headers.prefer}.`,
      );
    }),
  );
  await Promise.all(calls);
}

function callsOf(operation: FoundOperation): { status?: number; call: Call }[] {
  const { parameters, bodies } = operation;
  const required = parameters.filter((parameter) => parameter.required);
  const [body] = bodies;
  return [
    ...(bodies.length > 0 ? bodies : [undefined]).map((body) => ({
      call: { params: exampleValues(parameters), body, headers: {} },
    })),
    ...examplesOf(operation).map(({ status, type, name }) => {
      const prefer = name ? `code=${status}, example=${name}` : `code=${status}`;
      // An example named after a format is the answer to a request for that format.
      const asked = parameters.filter(({ schema }) => schema?.enum?.includes(name));
      const params = exampleValues([
        ...required,
        ...asked.map((parameter) => ({ ...parameter, example: name })),
      ]);
      return { status, call: { params, body, headers: { accept: type, prefer } } };
    }),
  ];
}

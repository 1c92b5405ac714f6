import type { Oas3PathItem } from "@redocly/openapi-core";
import { type Parameter, type Response, resolveRef, type Spec } from "./spec.js";

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"] as const;

/** An operation of the contract with its path. Its references are resolved. */
export type FoundOperation = {
  method: (typeof methods)[number];
  path: string;
  operation: NonNullable<Oas3PathItem["delete"]>;
  /** Its own parameters and those of its path. */
  parameters: Parameter[];
  /** By their codes. */
  responses: [code: string, response: Response][];
  /** The examples of its JSON body. */
  bodies: unknown[];
};

type Media = NonNullable<Response["content"]>[string];

/** An example of an answer in the contract. */
export type Example = {
  /** Its key in the contract: a status, a range such as 5XX, or `default`. */
  code: string;
  status: number;
  /** Its content type, or any where it has no body. */
  type: string;
  /** Empty for an answer without a body. */
  name: string;
  value: unknown;
};

/** Every operation of a bundled contract. */
export function operationsOf(spec: Spec): FoundOperation[] {
  return Object.entries(spec.paths ?? {}).flatMap(([path, node]) => {
    const item = resolveRef(spec, node);
    return methods.flatMap((method) => {
      const operation = item[method];
      if (operation === undefined) return [];
      const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])];
      const { content } = resolveRef(spec, operation.requestBody ?? { content: {} });
      return {
        method,
        path,
        operation,
        parameters: parameters.map((parameter) => {
          const { schema, ...found } = resolveRef(spec, parameter);
          return schema === undefined ? found : { ...found, schema: resolveRef(spec, schema) };
        }),
        responses: Object.entries(operation.responses).map(([code, response]): [string, Response] => [
          code,
          resolveRef(spec, response),
        ]),
        bodies: valuesOf(content["application/json"]).map(([, value]) => value),
      };
    });
  });
}

/** The examples of a body, by their names. */
function valuesOf({ examples = {} }: Media = {}): [name: string, value: unknown][] {
  return Object.entries(examples).map(([name, example]) => [
    name,
    "value" in example ? example.value : undefined,
  ]);
}

/** The example answers of an operation: each example of a body, and each code without a body. */
export function examplesOf({ responses }: FoundOperation): Example[] {
  return responses.flatMap(([code, { content = {} }]) => {
    const found = Object.entries(content).flatMap(([type, media]) =>
      valuesOf(media).map(([name, value]) => ({ code, status: statusOf(code, value), type, name, value })),
    );
    return found.length > 0
      ? found
      : [{ code, status: statusOf(code, undefined), type: "*/*", name: "", value: undefined }];
  });
}

/** The status of an example. For a range or `default` it is the `statusCode` of the body, as a mock needs one status. */
function statusOf(code: string, value: unknown): number {
  const named = typeof value === "object" && value !== null && "statusCode" in value && value.statusCode;
  return Number(/^\d+$/.test(code) ? code : named);
}

/** Parameters with their values, by where they are sent. */
export type Values = Record<"path" | "query" | "header", Record<string, unknown>>;

/** The examples of parameters. A boolean without an example is `true`; any other without one is left out. */
export function exampleValues(parameters: Parameter[]): Values {
  const valuesIn = (place: keyof Values) =>
    Object.fromEntries(
      parameters.flatMap(({ in: where, name, schema, example }) => {
        const value = example ?? (schema?.type === "boolean" ? true : undefined);
        return where === place && value !== undefined ? [[name, value]] : [];
      }),
    );
  return { path: valuesIn("path"), query: valuesIn("query"), header: valuesIn("header") };
}

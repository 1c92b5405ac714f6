import type { Oas3_1Components, Oas3_1Definition, Oas3_1Schema, OasRef } from "@redocly/openapi-core";

type Component<Section extends keyof Oas3_1Components> = Exclude<
  NonNullable<Oas3_1Components[Section]>[string],
  OasRef
>;

/** A bundled contract: linted, and every reference internal. */
export type Spec = Oas3_1Definition & { "x-truto-integrations"?: Record<string, string> };
export type Schema = Oas3_1Schema & { "x-truto-supported-by"?: string[] };
export type Parameter = Omit<Component<"parameters">, "schema"> & { schema?: Schema };
export type Response = Component<"responses"> & { "x-truto-hint"?: string; "x-truto-remote-hint"?: string };

/** Follows a reference such as `#/components/schemas/Contact`. Any other node is returned as it is. */
export function resolveRef<Node extends object>(spec: Spec, node: Node | OasRef): Node {
  if (!isRef(node)) return node;
  const keys = node.$ref.split("/").slice(1);
  // The value at a path in a document has no static type.
  const target = keys.reduce((part, key) => Object(part)[key], Object(spec));
  if (target === undefined) throw new Error(`The spec has no ${node.$ref}.`);
  return resolveRef(spec, target);
}

function isRef(node: object): node is OasRef {
  return "$ref" in node;
}

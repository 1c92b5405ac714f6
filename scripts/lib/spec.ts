/** The methods that a path item may hold, besides its other keys. */
export const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"] as const;

/** A schema of the bundled spec, as far as the generator reads it. */
export type Schema = {
  $ref?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
  type?: string;
  enum?: unknown[];
  "x-truto-supported-by"?: string[];
};

/** A response of the bundled spec, as far as the generator and the tests of the mock read it. */
export type Response = {
  $ref?: string;
  "x-truto-hint"?: string;
  "x-truto-remote-hint"?: string;
  content?: Content;
};

/** Bodies by their content type. */
type Content = Record<string, { examples?: Record<string, { value: unknown }> }>;

/** A parameter of the bundled spec, as far as the scripts read it. */
export type Parameter = {
  $ref?: string;
  name?: string;
  in?: string;
  required?: boolean;
  schema?: Schema;
  example?: unknown;
};

/** An operation of the bundled spec, as far as the generator reads it. */
export type Operation = {
  operationId?: string;
  summary?: string;
  "x-codeSamples"?: { label: string; source: string }[];
  parameters?: Parameter[];
  requestBody?: RequestBody;
  responses?: Record<string, Response>;
};

/** A request's body in the bundled spec, as far as the scripts read it. */
export type RequestBody = { $ref?: string; content?: Content };

/** A path of the bundled spec, as far as the generator reads it. */
export type PathItem = Partial<Record<(typeof methods)[number], Operation>> & { parameters?: Parameter[] };

/** The bundled spec, as far as the generator reads it: linted, and every reference internal. */
export type Spec = {
  "x-truto-integrations"?: Record<string, string>;
  paths?: Record<string, PathItem>;
  components?: {
    schemas?: Record<string, Schema>;
    parameters?: Record<string, Parameter>;
    responses?: Record<string, Response>;
    requestBodies?: Record<string, RequestBody>;
  };
};

/** Follows a reference such as `#/components/schemas/Contact`; a node that is none comes back as it is. */
export function resolveRef<Node extends { $ref?: string }>(
  section: Record<string, Node> | undefined,
  node: Node,
): Node {
  if (node.$ref === undefined) return node;
  const target = section?.[node.$ref.slice(node.$ref.lastIndexOf("/") + 1)];
  if (target === undefined) throw new Error(`The spec has no ${node.$ref}.`);
  return resolveRef(section, target);
}

/** The first lines of every generated file. */
export const header = "// Generated from openapi/ by `npm run generate`. Edit the spec, never this file.\n\n";

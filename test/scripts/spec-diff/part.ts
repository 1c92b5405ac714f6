import type { Operation } from "rfc6902";

/** The rating of a change. */
export type Rating = "major" | "minor" | "patch";

/** A kind of edit of `part.yaml`, as a JSON Patch. */
export type SpecEdit = [rating: Rating, name: string, ...patch: Operation[]];

export const remove = (path: string): Operation => ({ op: "remove", path });
export const add = (path: string, value: unknown): Operation => ({ op: "add", path, value });
export const move = (from: string, path: string): Operation => ({ op: "move", from, path });

export const item = "/paths/~1MARK~1{id}";
export const del = `${item}/delete`;
export const post = `${item}/post`;
export const body = `${post}/requestBody`;
export const format = "/components/parameters/MARKFormat";
export const deleted = "/components/responses/MARKDeleted";
export const limit = "/components/headers/MARKLimit";
export const schemas = "/components/schemas";
export const thing = `${schemas}/MARKThing/properties`;
export const draft = `${schemas}/MARKDraft/properties`;
export const encoding = `${body}/content/multipart~1form-data/encoding`;
export const scheme = "/components/securitySchemes/MARKAuth";
const parameter = (index: number) => `${del}/parameters/${index}`;
export const [id, account] = [parameter(0), parameter(1)];
export const [fields, key, page] = [parameter(3), parameter(4), parameter(5)];
export const text = { type: "string" };
export const csv = { content: { "text/csv": { schema: text } } };
export const done = { responses: { 200: { description: "Done." } } };
export const refTo = (section: string, name: string) => `#/components/${section}/MARK${name}`;
export const reason = { name: "reason", in: "query", schema: text };
export const traceAt = (...operations: string[]) =>
  operations.map((operation) =>
    add(`${operation}/parameters/-`, { name: "trace", in: "query", schema: text }),
  );
export const toLabel = [
  add(`${thing}/tags/items/$ref`, refTo("schemas", "Label")),
  add(`${thing}/owner/oneOf/0/$ref`, refTo("schemas", "Label")),
];

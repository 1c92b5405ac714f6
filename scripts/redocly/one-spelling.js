import { isDeepStrictEqual } from "node:util";

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/** Default values: written out, they mean the same as left out. @see https://spec.openapis.org/oas/v3.1.0#parameter-object */
const defaults = {
  deprecated: false,
  required: false,
  allowEmptyValue: false,
  allowReserved: false,
  readOnly: false,
  writeOnly: false,
  uniqueItems: false,
  minLength: 0,
  minItems: 0,
  minProperties: 0,
};
const styles = { path: "simple", query: "form", header: "simple", cookie: "form" };

/** Lists whose order has no meaning. */
const sets = ["enum", "required", "type"];

/** Keys without an effect on requests and responses. */
const notes = ["$comment", "bearerFormat"];

/**
 * Gives parts with the same meaning the same spelling, so that a change of spelling is not rated as a change of the API.
 * The original spelling goes into an extension, and a change of an extension is rated as documentation.
 */
export function oneSpelling() {
  return {
    PathItem: { enter: parametersToOperations },
    Operation: { leave: plain },
    RequestBody: { leave: plain },
    Schema: { leave: plain },
    SecurityScheme: { leave: plain },
    Header: { leave: (header) => plain(header, { style: "simple", explode: false }) },
    Parameter: { leave: plainParameter },
  };
}

function plainParameter(parameter) {
  const style = parameter.style ?? styles[parameter.in];
  plain(parameter, { style: styles[parameter.in], explode: style === "form" });
}

function plain(node, own) {
  const ownDefaults = typeof own?.style === "string" ? { ...defaults, ...own } : defaults;
  for (const [key, value] of Object.entries(node)) {
    if (notes.includes(key) || ownDefaults[key] === value) rewrite(node, key, undefined);
    if (!sets.includes(key) || !Array.isArray(value)) continue;
    const sorted = value.toSorted?.() ?? [...value].sort();
    rewrite(node, key, sorted.length > 1 ? sorted : shortest(key, sorted));
  }
}

/** The shortest spelling: one type without a list, and no list of required properties if it is empty. */
function shortest(key, list) {
  if (key === "type") return list[0];
  return key === "required" && list.length === 0 ? undefined : list;
}

function parametersToOperations(item, { resolve }) {
  const { parameters = [] } = item;
  const identity = (parameter) => {
    const { name, in: place } = resolve(parameter).node ?? parameter;
    return `${place} ${name}`;
  };
  for (const operation of methods.flatMap((method) => item[method] ?? [])) {
    const own = new Set((operation.parameters ?? []).map(identity));
    const shared = parameters.filter((parameter) => !own.has(identity(parameter)));
    // Copies, as Redocly compares one object only once.
    const copies = structuredClone(shared);
    if (copies.length > 0) rewrite(operation, "parameters", [...copies, ...(operation.parameters ?? [])]);
  }
  if (parameters.length > 0) rewrite(item, "parameters", undefined);
}

function rewrite(node, key, value) {
  if (isDeepStrictEqual(node[key], value)) return;
  node["x-written"] = `${node["x-written"] ?? ""}${key}: ${JSON.stringify(node[key])}\n`;
  if (value === undefined) delete node[key];
  else node[key] = value;
}

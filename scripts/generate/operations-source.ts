import { type FoundOperation, operationsOf } from "../lib/operations.js";
import { type Parameter, resolveRef, type Spec } from "../lib/spec.js";

/** What the client knows of each operation at run time: its request line, its query and what to do about its errors. */
export function operationsSource(spec: Spec): string {
  return operationsOf(spec)
    .map((operation) => source(spec, operation))
    .join("\n");
}

function source(spec: Spec, found: FoundOperation): string {
  const { method, path, operation, parameters, responses } = found;
  const query = parameters
    .filter((parameter) => parameter.in === "query")
    .map((parameter) => parameterSource(spec, parameter, found));
  const successes = responses.flatMap(([status]) => (/^2/.test(status) ? [keyOf(status)] : []));
  const hints = (extension: "x-truto-hint" | "x-truto-remote-hint") =>
    responses.flatMap(([status, { [extension]: hint }]) =>
      hint === undefined ? [] : [`    ${keyOf(status)}: ${JSON.stringify(hint)},\n`],
    );
  return `/** ${operation.summary}. */
export const ${operation.operationId} = {
  method: "${method.toUpperCase()}",
  path: ${JSON.stringify(path)},
  /** The query parameters by the names that are sent: their type, whether they are required, and the values there are. */
  query: {
${query.join("")}  },
  /** The statuses of a success; a range such as 2XX is under its first digit. */
  successes: [${successes.join(", ")}],
  /** What to do when Truto responds with this status; a range such as 5XX is under its first digit. */
  hints: {
${hints("x-truto-hint").join("")}  },
  /** What to do when the CRM behind Truto responds with this status. */
  remoteHints: {
${hints("x-truto-remote-hint").join("")}  },
} as const;
`;
}

/** A status, or the first digit of a range. */
function keyOf(status: string): string {
  return status.replace(/XX$/, "");
}

function parameterSource(
  spec: Spec,
  { name, required, schema = {} }: Parameter,
  operation: FoundOperation,
): string {
  const { type, enum: list } = resolveRef(spec, schema);
  // Any text would pass for the name of a field: the contract does not list them once more.
  const values = name === "truto_exclude_fields[]" ? fieldsOf(spec, operation) : list;
  return `    ${JSON.stringify(name)}: ${JSON.stringify({ type, required: required || undefined, values })},\n`;
}

/** The fields of the resource that the first success returns; of its formats, `unified` comes first. */
function fieldsOf(spec: Spec, { responses }: FoundOperation): string[] {
  const [, success] = responses.find(([code]) => code.startsWith("2")) ?? [];
  const schema = resolveRef(spec, success?.content?.["application/json"]?.schema ?? {});
  const { properties = {} } = resolveRef(spec, schema.anyOf?.[0] ?? schema);
  return Object.keys(properties);
}

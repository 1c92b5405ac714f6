import { type FoundOperation, operationsOf } from "../lib/operations.js";
import { type Parameter, resolveRef, type Spec } from "../lib/spec.js";

/** The run-time data of each operation: its request line, its query and advice for its errors. */
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
  /** Advice for this status from Truto; a range such as 5XX is under its first digit. */
  hints: {
${hints("x-truto-hint").join("")}  },
  /** Advice for this status from the CRM behind Truto. */
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
  // The contract has no list of field names for this parameter, so they come from the schema.
  const values = name === "truto_exclude_fields[]" ? fieldsOf(spec, operation) : list;
  return `    ${JSON.stringify(name)}: ${JSON.stringify({ type, required: required || undefined, values })},\n`;
}

/** The fields of the resource in the first success. The first of its formats is `unified`. */
function fieldsOf(spec: Spec, { responses }: FoundOperation): string[] {
  const [, success] = responses.find(([code]) => code.startsWith("2")) ?? [];
  const schema = resolveRef(spec, success?.content?.["application/json"]?.schema ?? {});
  const { properties = {} } = resolveRef(spec, schema.anyOf?.[0] ?? schema);
  return Object.keys(properties);
}

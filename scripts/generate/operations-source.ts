import { type FoundOperation, operationsOf } from "../lib/operations.js";
import type { Spec } from "../lib/spec.js";

/** What the client knows of each operation at run time: its request line, its query and what to do about its errors. */
export function operationsSource(spec: Spec): string {
  return operationsOf(spec).map(source).join("\n");
}

function source({ method, path, operation, parameters, responses }: FoundOperation): string {
  const query = parameters.filter((parameter) => parameter.in === "query").map(({ name }) => name);
  const successes = responses.flatMap(([status]) => (/^2/.test(status) ? [keyOf(status)] : []));
  const hints = (extension: "x-truto-hint" | "x-truto-remote-hint") =>
    responses.flatMap(([status, { [extension]: hint }]) =>
      hint === undefined ? [] : [`    ${keyOf(status)}: ${JSON.stringify(hint)},\n`],
    );
  return `/** ${operation.summary}. */
export const ${operation.operationId} = {
  method: "${method.toUpperCase()}",
  path: ${JSON.stringify(path)},
  /** Names of the query parameters, as they are sent. */
  query: ${JSON.stringify(query)},
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

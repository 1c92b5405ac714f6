import { header, methods, type Operation, resolveRef, type Spec } from "../lib/spec.js";

/** What the client knows of each operation at run time: its request line, its query and what to do about its errors. */
export function operationsSource(spec: Spec): string {
  const operations = Object.entries(spec.paths ?? {}).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = item[method];
      const parameters = [...(item.parameters ?? []), ...(operation?.parameters ?? [])];
      return operation?.operationId ? [source(spec, path, method, { ...operation, parameters })] : [];
    }),
  );
  return header + operations.join("\n");
}

function source(spec: Spec, path: string, method: string, operation: Operation): string {
  const query = (operation.parameters ?? [])
    .map((parameter) => resolveRef(spec.components?.parameters, parameter))
    .flatMap((parameter) => (parameter.in === "query" && parameter.name ? [parameter.name] : []));
  const responses = Object.entries(operation.responses ?? {}).map(
    ([status, response]) => [status, resolveRef(spec.components?.responses, response)] as const,
  );
  const hints = (extension: "x-truto-hint" | "x-truto-remote-hint") =>
    responses.flatMap(([status, { [extension]: hint }]) =>
      hint === undefined ? [] : [`    ${status.replace(/XX$/, "")}: ${JSON.stringify(hint)},\n`],
    );
  return `/** ${operation.summary}. */
export const ${operation.operationId} = {
  method: "${method.toUpperCase()}",
  path: ${JSON.stringify(path)},
  /** Names of the query parameters, as they are sent. */
  query: ${JSON.stringify(query)},
  /** What to do when Truto responds with this status; a range such as 5XX is under its first digit. */
  hints: {
${hints("x-truto-hint").join("")}  },
  /** What to do when the CRM behind Truto responds with this status. */
  remoteHints: {
${hints("x-truto-remote-hint").join("")}  },
} as const;
`;
}

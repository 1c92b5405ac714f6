import { operationsOf } from "../lib/operations.js";
import type { HarEntry } from "../lib/record.js";
import type { Spec } from "../lib/spec.js";

/** A sentence if an answer's status or content type is not in the contract: `redocly drift` does not report that. */
export function undocumentedAnswer(spec: Spec, { request, response }: HarEntry): string | undefined {
  const { pathname } = new URL(request.url);
  const { status, content } = response;
  const operation = operationsOf(spec).find(
    ({ method, path }) =>
      method.toUpperCase() === request.method &&
      new RegExp(`${path.replace(/\{[^{}]+\}/g, "[^/]+")}$`).test(pathname),
  );
  const responses = Object.fromEntries(operation?.responses ?? []);
  const documented = responses[status] ?? responses[`${Math.floor(status / 100)}XX`];
  if (documented === undefined) return `Response has undocumented status ${status}.`;
  const [type = ""] = content.mimeType.split(";");
  return content.size === 0 || Object.hasOwn(documented.content ?? {}, type)
    ? undefined
    : `Response ${status} has undocumented content type ${type}.`;
}

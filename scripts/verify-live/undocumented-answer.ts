import { resolveRef } from "../lib/spec.js";

type Response = { $ref?: string; content?: Record<string, unknown> };
type Contract = {
  paths: { "/unified/crm/contacts/{id}": { delete: { responses: Record<string, Response> } } };
  components: { responses: Record<string, Response> };
};

/** An answer as a HAR holds it. */
export type RecordedAnswer = { status: number; content: { size: number; mimeType: string } };

/** Says whether an answer's status or content type is not in the contract, which `redocly drift` lets pass. */
export function undocumentedAnswer(json: string, { status, content }: RecordedAnswer): string | undefined {
  const { paths, components }: Contract = JSON.parse(json);
  const { responses } = paths["/unified/crm/contacts/{id}"].delete;
  const response = responses[status] ?? responses[`${Math.floor(status / 100)}XX`];
  if (response === undefined) return `Response has undocumented status ${status}.`;
  const type = content.mimeType.split(";")[0] ?? "";
  const isDocumented = Object.hasOwn(resolveRef(components.responses, response).content ?? {}, type);
  return content.size === 0 || isDocumented
    ? undefined
    : `Response ${status} has undocumented content type ${type}.`;
}

import { createTrutoClient, type ResponseFormat, TrutoApiError } from "../../src/index.js";
import { resolveRef } from "../lib/spec.js";

type Response = { $ref?: string; content?: Record<string, { examples?: Record<string, unknown> }> };
type Contract = {
  paths: { "/unified/crm/contacts/{id}": { delete: { responses: Record<string, Response> } } };
  components: { responses: Record<string, Response> };
};

const id = "23423523";
/** The format to ask for where an example is an answer to another than `unified`, by the example's name. */
const formats: Record<string, ResponseFormat> = {
  normalized: "normalized",
  raw: "raw",
  stream: "stream",
  text: "raw",
};

/** Asks a mock for every answer that the contract gives an example of, and sends every parameter once. */
export async function sendExampleTraffic(json: string, baseUrl: string): Promise<void> {
  const truto = createTrutoClient({
    token: "example-token",
    integratedAccountId: "62f44730-dd91-461e-bd6a-aedd9e0ad79d",
    baseUrl,
    maxRetries: 0,
  });
  await truto.contacts.delete(id, {
    truto_ignore_remote_data: true,
    truto_exclude_fields: ["tags"],
    // One level: `redocly drift` takes a deeper one for an undocumented parameter.
    remote_query: { foo: "bar" },
  });
  await Promise.all(
    examples(json).map(async ({ status, type, name }) => {
      const query = { truto_response_format: formats[name] ?? "unified" };
      const prefer = name ? `code=${status}, example=${name}` : `code=${status}`;
      const answered = await truto.contacts
        .delete(id, query, { headers: { accept: type, prefer } })
        .withResponse()
        .then(({ response }) => response.status)
        .catch((error: unknown) => {
          if (error instanceof TrutoApiError) return error.status;
          throw error;
        });
      if (answered !== status) throw new Error(`The mock answered ${answered} when asked for ${prefer}.`);
    }),
  );
}

function examples(json: string): { status: number; type: string; name: string }[] {
  const { paths, components }: Contract = JSON.parse(json);
  const { responses } = paths["/unified/crm/contacts/{id}"].delete;
  return Object.entries(responses).flatMap(([code, response]) => {
    const status = Number(code.replace("XX", "07"));
    const content = Object.entries(resolveRef(components.responses, response).content ?? {});
    const found = content.flatMap(([type, media]) =>
      Object.keys(media.examples ?? {}).map((name) => ({ status, type, name })),
    );
    return found.length > 0 ? found : [{ status, type: "*/*", name: "" }];
  });
}

import { query as account, contactId, headers, path, token } from "../target.ts";
import { tell } from "./tell.ts";

const query = { ...account, truto_response_format: "stream" } as const;

/** Opens the stream of one delete, by the peers that differ in how they pass it on; each loads no other. */
const streams: Record<string, (baseUrl: string) => Promise<AsyncIterable<Uint8Array> | null>> = {
  "truto-crm-client": async (baseUrl) => {
    const { createTrutoClient } = await import("../../../dist/index.js");
    return createTrutoClient({ token, baseUrl }).contacts.delete(contactId, query);
  },
  "truto-crm-client-api": async (baseUrl) => {
    const { createTrutoApi } = await import("../../../dist/api.js");
    const params = { path: { id: contactId }, query };
    const api = createTrutoApi({ token, baseUrl });
    const { data } = await api.DELETE("/unified/crm/contacts/{id}", { params, parseAs: "stream" });
    return data ?? null;
  },
  fetch: async (baseUrl) => {
    const { body } = await fetch(`${baseUrl}${path}?${new URLSearchParams(query)}`, {
      method: "DELETE",
      headers,
    });
    return body;
  },
  axios: async (baseUrl) => {
    const { default: axios } = await import("axios");
    return (await axios.delete(baseUrl + path, { params: query, headers, responseType: "stream" })).data;
  },
};

const [peer = "", url = "", wanted = ""] = process.argv.slice(2);
let [bytes, sinceCollected] = [0, 0];
for await (const chunk of (await streams[peer]?.(url)) ?? []) {
  bytes += chunk.length;
  sinceCollected += chunk.length;
  if (sinceCollected > 8_000_000) {
    globalThis.gc?.();
    sinceCollected = 0;
  }
}
if (bytes !== Number(wanted)) throw new Error(`${peer} read ${bytes} bytes of the stream`);
// `maxRSS` is in KiB on every system.
tell(process.resourceUsage().maxRSS / 1024);

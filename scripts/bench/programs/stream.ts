import { createTrutoClient } from "../../../dist/index.js";
import { query as account, contactId, headers, path, token } from "../target.ts";
import { tell } from "./tell.ts";

const query = { ...account, truto_response_format: "stream" } as const;

const [peer = "", url = "", wanted = ""] = process.argv.slice(2);
const target = `${url}${path}?${new URLSearchParams(query)}`;
const stream =
  peer === "fetch"
    ? (await fetch(target, { method: "DELETE", headers })).body
    : await createTrutoClient({ token, baseUrl: url }).contacts.delete(contactId, query);
let [bytes, sinceCollected] = [0, 0];
for await (const chunk of stream ?? []) {
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

import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { contactId } from "./target.js";

/** Bytes of a streamed answer. */
export const streamBytes = 200_000_000;

const contact = JSON.stringify({ id: contactId });
const chunk = Buffer.alloc(50_000, "x");

function* chunks() {
  for (let left = streamBytes; left > 0; left -= chunk.length) yield chunk;
}

/** Answers each delete at once: with a contact, or with a stream where the request asks for one. */
export async function startServer(): Promise<AsyncDisposable & { url: string }> {
  const server = createServer((request, response) => {
    const streamed = request.url?.includes("truto_response_format=stream");
    const type = streamed ? "application/octet-stream" : "application/json";
    response.writeHead(200, {
      "content-type": type,
      "content-length": streamed ? streamBytes : contact.length,
    });
    if (streamed) Readable.from(chunks(), { objectMode: false }).pipe(response);
    else response.end(contact);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    async [Symbol.asyncDispose]() {
      server.close().closeAllConnections();
    },
  };
}

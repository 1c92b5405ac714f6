import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { contactId } from "./target.js";

/** Bytes of a streamed answer. */
export const streamBytes = 200_000_000;

const chunk = Buffer.alloc(50_000, "x");

/** Serves on a free port of this machine. */
export async function listen(answer: RequestListener) {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.close().closeAllConnections();
    },
  };
}

/** Answers each delete at once: with a contact, or with a stream where the request asks for one. */
export function startServer() {
  return listen(({ url }, response) => {
    if (!url?.includes("format=stream")) {
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ id: contactId }));
      return;
    }
    Readable.from(Array(streamBytes / chunk.length).fill(chunk)).pipe(response);
  });
}

import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { contactId } from "./target.js";

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

/** Answers each delete at once with a contact. */
export function startServer() {
  return listen((_, response) => {
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ id: contactId }));
  });
}

import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Answers a request, as a `fetch` would. */
export type Handler = (request: Request) => Promise<Response>;

/** A server on this machine. */
export interface LocalServer {
  /** Without a slash at the end. */
  readonly url: string;
  /** Closes every connection, and waits until the server is gone. */
  stop(): Promise<void>;
}

/**
 * Serves a handler on this machine only.
 * @param port the port to listen on; 0 takes a free one
 * @throws when the port can't be listened on
 */
export async function serve(handler: Handler, port: number): Promise<LocalServer> {
  const server = createServer((incoming, outgoing) => {
    answer(handler, incoming, outgoing).catch((error) => outgoing.destroy(error));
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const { address, port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${address}:${taken}`,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

async function answer(handler: Handler, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const { method = "GET", headers, url = "/" } = incoming;
  const body = method === "GET" || method === "HEAD" ? null : Buffer.concat(chunks);
  const pairs = Object.entries(headers).map(([name, value]) => [name, String(value)]);
  const request = new Request(new URL(url, "http://127.0.0.1"), {
    method,
    headers: Object.fromEntries(pairs),
    body,
  });
  const response = await handler(request);
  outgoing.writeHead(response.status, response.statusText, Object.fromEntries(response.headers));
  outgoing.end(Buffer.from(await response.arrayBuffer()));
}

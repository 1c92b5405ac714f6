import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { createGates, type Gates } from "./gates.js";

/** A server whose answer each id decides. */
export interface ScriptedServer {
  baseUrl: string;
  /** An address where nothing listens. */
  refusedUrl: string;
  close(): Promise<void>;
}

interface LogEntry {
  id: string;
  method: string | undefined;
  path: string;
  query: string;
  authorization: string | undefined;
  idempotencyKey: string | string[] | undefined;
}

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  url: URL;
  /** Number of this request for its id, from 1. */
  attempt: number;
  gates: Gates;
}

/** Starts the server on a free port of this machine. */
export async function startServer(): Promise<ScriptedServer> {
  const gates = createGates();
  const log: LogEntry[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "", "http://127.0.0.1");
    allowOrigins(request, response);
    if (request.method === "OPTIONS") return response.writeHead(204).end();
    if (url.pathname === "/") return response.setHeader("content-type", "text/html").end("<!doctype html>");
    if (url.pathname === "/log") return json(response, 200, log);
    if (url.pathname.startsWith("/gates/")) return control(response, url, gates);
    const id = url.pathname.split("/").at(-1) ?? "";
    const { authorization, "idempotency-key": idempotencyKey } = request.headers;
    const [path, query] = [url.pathname, url.search.slice(1)];
    log.push({ id, method: request.method, path, query, authorization, idempotencyKey });
    const attempt = log.filter((entry) => entry.id === id).length;
    return (answers[id] ?? plain)({ request, response, url, attempt, gates });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    refusedUrl: `http://127.0.0.1:${await closedPort()}`,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

const answers: Record<string, (exchange: Exchange) => unknown> = {
  ada: byFormat,
  missing: ({ response }) =>
    json(response, 404, {
      statusCode: 404,
      error: "Not Found",
      message: "No such contact",
      truto_is_remote_error: true,
      raw_response: { reason: "gone" },
    }),
  flaky: (exchange) => (exchange.attempt === 1 ? exchange.response.writeHead(500).end() : plain(exchange)),
  silent({ response, gates }) {
    gates.open("silent arrived");
    response.on("close", () => gates.open("silent closed"));
  },
  // Followed, a 303 becomes a GET that looks like success.
  moved: ({ response }) => response.writeHead(303, { location: "/unified/crm/contacts/elsewhere" }).end(),
  cut: ({ request }) => request.socket.destroy(),
};

function plain({ response, url }: Exchange): void {
  json(response, 200, { id: url.pathname.split("/").at(-1) });
}

async function byFormat({ response, url, gates }: Exchange): Promise<void> {
  response.setHeader("ratelimit-limit", "110;w=10");
  response.setHeader("ratelimit-remaining", "109");
  response.setHeader("ratelimit-reset", "60");
  switch (url.searchParams.get("truto_response_format")) {
    case "normalized":
      return json(response, 200, { full_name: "Ada Lovelace" });
    case "raw":
      response.setHeader("content-type", "application/octet-stream");
      response.end(Uint8Array.of(0, 127, 128, 255));
      return;
    case "stream":
      response.setHeader("content-type", "text/plain");
      response.write("first");
      await gates.opened("second chunk");
      response.end("second");
      return;
    default:
      return json(response, 200, { id: "ada", name: "Ada Lovelace" });
  }
}

async function control(response: ServerResponse, url: URL, gates: Gates): Promise<void> {
  const gate = decodeURIComponent(url.pathname.slice("/gates/".length));
  if (url.search === "?open") gates.open(gate);
  else await gates.opened(gate);
  json(response, 200, gate);
}

/** Lets a page of any origin call, as a browser asks first. */
function allowOrigins({ headers }: IncomingMessage, response: ServerResponse): void {
  response.setHeader("access-control-allow-origin", "*");
  response.setHeader("access-control-allow-methods", "DELETE");
  response.setHeader("access-control-allow-headers", headers["access-control-request-headers"] ?? "");
  response.setHeader("access-control-expose-headers", "*");
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

async function closedPort(): Promise<number> {
  const server = createTcpServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

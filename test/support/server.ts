import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";

/** The reply to one attempt: an answer, or a connection that is kept silent, ended (FIN) or reset (RST). */
export type Reply = Answer | "silence" | "cut" | "reset";

/** An answer. Without any property it is an empty `200` at once. */
export interface Answer {
  /** @default 200 */
  status?: number;
  statusText?: string;
  /** An array of values is sent as that many header lines. */
  headers?: Record<string, string | string[]>;
  /** The body as JSON, with its content type unless `headers` has one. */
  json?: unknown;
  /** The body as it is; more than one chunk is sent chunked, chunk by chunk. */
  body?: string | Uint8Array | Iterable<string | Uint8Array>;
  /** Milliseconds before the headers. */
  delay?: number;
  /** Milliseconds before each chunk of the body. */
  pause?: number;
  /** The event after the body instead of its end: silence, or a lost connection. */
  ending?: "silence" | "cut" | "reset";
}

/** A request as it arrived. */
export interface ReceivedRequest {
  method: string;
  /** Path and query, byte for byte. */
  target: string;
  /** By lower-case name. */
  headers: IncomingMessage["headers"];
  /** Names and values in turn, as they were written. */
  rawHeaders: string[];
  /** Milliseconds on the clock of `performance.now()`. */
  receivedAt: number;
  /** Resolves when the request's connection is closed, by either side. */
  closed: Promise<unknown>;
}

/** A script: one reply for all, one for each request (the last one repeats), or a function that decides. */
export type Script = Reply | readonly Reply[] | ((request: ReceivedRequest) => Reply | Promise<Reply>);

/** A running server; `await using server = await startServer(…)` stops it at the end of the test. */
export interface TestServer extends AsyncDisposable {
  /** Such as `http://127.0.0.1:40123`, for `baseUrl`. */
  readonly url: string;
  /** Every request so far, in order of arrival. */
  readonly requests: readonly ReceivedRequest[];
  /** The number of requests whose answer has not ended and whose client still waits. */
  readonly openRequests: number;
  /** Connections that are open now. */
  readonly openConnections: number;
  /** Connections that were ever opened. */
  readonly allConnections: number;
  /** Closes every connection and the server. */
  stop(): Promise<void>;
}

/**
 * Starts a real HTTP server on a free port of this machine that answers by script.
 * @example
 * await using server = await startServer([{ status: 500 }, "cut", { json: { id: "1" } }]);
 * const truto = createTrutoClient({ token, baseUrl: server.url });
 * expect(server.requests[0]).toMatchObject({ method: "DELETE", target: "/…" });
 */
export async function startServer(script: Script = {}): Promise<TestServer> {
  const requests: ReceivedRequest[] = [];
  const closings = new Map<Socket, Promise<unknown>>();
  let allConnections = 0;
  let openRequests = 0;

  const server = createServer(
    async ({ method = "", url: target = "", headers, rawHeaders, socket }, response) => {
      const closed = closings.get(socket) ?? Promise.resolve();
      const request = { method, target, headers, rawHeaders, receivedAt: performance.now(), closed };
      requests.push(request);
      openRequests++;
      response.on("close", () => openRequests--);
      const reply = typeof script === "function" ? await script(request) : pick(script, requests.length);
      // Tests expect that clients go away.
      await answer(response, socket, reply).catch(() => socket.destroy());
    },
  );
  server.on("connection", (socket) => {
    allConnections++;
    const closed = once(socket, "close").catch(() => {});
    closings.set(socket, closed);
    closed.finally(() => closings.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  async function stop(): Promise<void> {
    server.close();
    server.closeAllConnections();
    await Promise.all(closings.values());
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    get openRequests() {
      return openRequests;
    },
    get openConnections() {
      return closings.size;
    },
    get allConnections() {
      return allConnections;
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

function pick(script: Reply | readonly Reply[], number: number): Reply {
  if (typeof script === "string" || !isList(script)) return script;
  return script[Math.min(number, script.length) - 1] ?? {};
}

function isList(script: Answer | readonly Reply[]): script is readonly Reply[] {
  return Array.isArray(script);
}

async function answer(response: ServerResponse, socket: Socket, reply: Reply): Promise<void> {
  if (typeof reply === "string") return lose(socket, reply);
  const {
    status = 200,
    statusText,
    json,
    delay,
    pause,
    ending,
    body = json === undefined ? [] : JSON.stringify(json),
  } = reply;
  if (delay) await sleep(delay);
  if (statusText !== undefined) response.statusMessage = statusText;
  response.statusCode = status;
  if (json !== undefined) response.setHeader("content-type", "application/json");
  for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value);
  const whole = typeof body === "string" || body instanceof Uint8Array;
  if (whole && !pause && !ending) {
    response.end(body);
    return;
  }
  response.flushHeaders();
  await pipeline(paced(whole ? [body] : body, pause), response, { end: !ending });
  if (ending) lose(socket, ending);
}

async function* paced(chunks: Iterable<string | Uint8Array>, pause = 0): AsyncGenerator<string | Uint8Array> {
  for (const chunk of chunks) {
    if (pause) await sleep(pause);
    yield chunk;
  }
}

/** Ends a connection after all written bytes are sent. "silence" keeps it open for ever. */
function lose(socket: Socket, how: "silence" | "cut" | "reset"): void {
  if (how === "cut") socket.destroySoon();
  if (how === "reset") socket.resetAndDestroy();
}

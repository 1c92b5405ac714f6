import { createServer as createHttpServer } from "node:http";
import { Agent, createServer as createHttpsServer } from "node:https";
import { type AddressInfo, createServer as createTcpServer, type Server } from "node:net";
import { Duplex } from "node:stream";
import { TLSSocket } from "node:tls";
import nodeFetch from "node-fetch";
import { ProxyAgent, fetch as undiciFetch } from "undici";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTrutoClient, type Fetch, TrutoConnectionError, TrutoError } from "../../src/index.js";
import { type Certificate, makeCertificate } from "../support/certificate.js";
import { failureOf, token } from "../support/client.js";

let certificate: Certificate;
const servers: Server[] = [];

/** Starts a server on a free port, and returns the port. All servers are closed after the tests of this file. */
async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return (server.address() as AddressInfo).port;
}

beforeAll(async () => {
  certificate = await makeCertificate("elsewhere.test");
});

afterAll(() => {
  for (const server of servers) server.close();
});

/** The error of a delete that can't have been sent. */
async function errorOf(
  baseUrl: string,
  options: { fetch?: Fetch; timeout?: number } = {},
): Promise<TrutoError> {
  const { contacts } = createTrutoClient({
    token,
    integratedAccountId: "a",
    baseUrl,
    maxRetryDelay: 1,
    ...options,
  });
  return await failureOf(TrutoError, contacts.delete("1"));
}

describe("an error says that nothing was sent", () => {
  test("when the certificate is not trusted, without a retry", async () => {
    let requests = 0;
    const port = await listen(createHttpsServer(certificate, () => requests++));
    const error = await errorOf(`https://127.0.0.1:${port}`);
    expect(error).toBeInstanceOf(TrutoConnectionError);
    expect(error).toMatchObject({ mayHaveBeenApplied: false, attempts: 1 });
    expect(error.message).toMatch(/: no connection: .*(certificate|self.signed)/i);
    expect(requests).toBe(0);
  });

  test("when the server speaks no TLS", async () => {
    const port = await listen(createHttpServer());
    expect(await errorOf(`https://127.0.0.1:${port}`)).toMatchObject({
      mayHaveBeenApplied: false,
      attempts: 3,
    });
  });

  test("when the TLS handshake is cut", async () => {
    const port = await listen(createTcpServer((socket) => socket.once("data", () => socket.destroy())));
    const error = await errorOf(`https://127.0.0.1:${port}`);
    expect(error).toMatchObject({ mayHaveBeenApplied: false });
    expect(error.message).toMatch(/: no connection: \S/);
  });

  test("when the port is one that fetch refuses", async () => {
    expect(await errorOf("http://127.0.0.1:9")).toMatchObject({ mayHaveBeenApplied: false });
  });

  test("when a proxy rejects the tunnel, with the reason", async () => {
    const proxy = createHttpServer().on("connect", (_, socket) => {
      socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
    });
    const dispatcher = new ProxyAgent(`http://127.0.0.1:${await listen(proxy)}`);
    const fetch: Fetch = (url, init) => undiciFetch(url, { ...init, dispatcher });
    const error = await errorOf("https://api.truto.one", { fetch });
    expect(error).toMatchObject({ mayHaveBeenApplied: false });
    expect(error.message).toMatch(/: no connection: .*403/);
    await dispatcher.close();
  });

  test("when every address of the host refuses the connection", async () => {
    const refused = (address: string) =>
      Object.assign(new Error(`connect ECONNREFUSED ${address}`), {
        code: "ECONNREFUSED",
        syscall: "connect",
      });
    const both = new AggregateError([refused("::1:4"), refused("127.0.0.1:4")], "");
    const fetch = () => Promise.reject(new TypeError("fetch failed", { cause: both }));
    const error = await errorOf("http://127.0.0.1:4010", { fetch });
    expect(error).toMatchObject({ mayHaveBeenApplied: false });
    expect(error.message).toContain(
      "no connection: connect ECONNREFUSED ::1:4, connect ECONNREFUSED 127.0.0.1:4",
    );
  });
});

test("An error says that the request may have been applied when TLS breaks after the request", async () => {
  let requests = 0;
  const server = createTcpServer((socket) => {
    const pipe = new Duplex({ read() {}, write: (chunk, _, done) => socket.write(chunk, done) });
    socket.on("data", (chunk) => pipe.push(chunk));
    const tls = new TLSSocket(pipe, { isServer: true, ...certificate });
    for (const end of [socket, tls]) end.on("error", () => {});
    tls.on("data", () => {
      requests++;
      socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
    });
  });
  const agent = new Agent({ rejectUnauthorized: false });
  const fetch: Fetch = (url, init) => nodeFetch(url, { ...init, agent });
  const error = await errorOf(`https://127.0.0.1:${await listen(server)}`, { fetch });
  expect(error).toMatchObject({
    mayHaveBeenApplied: true,
    cause: { code: expect.stringMatching(/^ERR_SSL_/) },
  });
  expect(requests).toBe(3);
});

describe("the message of an error has a text", () => {
  test.each([
    ["an error without a text", new Error("")],
    ["nothing", undefined],
    ["an empty text", ""],
    ["an aggregate of nothing", new AggregateError([])],
    ["an object", {}],
  ])("when fetch throws %s", async (_, thrown) => {
    const error = await errorOf("http://127.0.0.1:4010", { fetch: () => Promise.reject(thrown) });
    expect(error).toMatchObject({ mayHaveBeenApplied: true });
    expect(error.message).toMatch(/no complete answer: \w.+ \(it may have been applied\)$/);
  });
});

import { once } from "node:events";
import http from "node:http";
import https from "node:https";
import type { AddressInfo } from "node:net";

/** A relay that is up. */
export type TokenRelay = {
  /** The relay's address, without a slash at the end. */
  url: string;
  /** Why a request got no whole answer from the target, if one did not. */
  failure(): Error | undefined;
  stop(): Promise<void>;
};

/**
 * Sends every request on to the target with the token, and takes the token out of an answer that repeats it.
 * It stands behind the recording proxy, so that nothing recorded holds the token.
 */
export async function startTokenRelay(target: string, token: string): Promise<TokenRelay> {
  let failure: Error | undefined;
  const redact = (text: string) => text.replaceAll(token, "[token]");

  async function relay(incoming: http.IncomingMessage, outgoing: http.ServerResponse): Promise<void> {
    const url = new URL(target.replace(/\/+$/, "") + incoming.url);
    const headers = { ...incoming.headers, host: url.host, authorization: `Bearer ${token}` };
    const { request } = url.protocol === "https:" ? https : http;
    const sent = request(url, { method: incoming.method, headers });
    const [[answer]] = await Promise.all([once(sent, "response"), incoming.pipe(sent)]);
    // One byte a character, whatever the body is.
    const body = Buffer.concat(await answer.toArray()).toString("latin1");
    const { "content-length": _, "transfer-encoding": __, ...kept } = answer.headers;
    outgoing.writeHead(answer.statusCode, JSON.parse(redact(JSON.stringify(kept))));
    outgoing.end(redact(body), "latin1");
  }

  const server = http.createServer((incoming, outgoing) => {
    relay(incoming, outgoing).catch((error: Error) => {
      failure ??= error;
      outgoing.destroy();
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    failure: () => failure,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

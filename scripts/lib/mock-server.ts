import { fileURLToPath } from "node:url";
import { serve } from "srvx";
import { createMockFetch, type MockOptions } from "../../src/mock/index.js";
import { shippedSpec } from "./bundle-spec.js";

/** How to start the mock. */
export type MockServerOptions = {
  /** The port to listen on; 0 takes a free one. @default 0 */
  port?: number;
  /** The contract to serve. @default openapi/openapi.yaml */
  spec?: string;
  /** Names the response to a request that names none, as the mock's option does. */
  prefer?: MockOptions["prefer"];
  /** Gets each request with its answer. */
  onAnswer?: (request: Request, answer: Response) => void;
};

/** A mock that is up. */
export type MockServer = {
  /** The server's address, without a slash at the end. */
  url: string;
  /** Closes every connection and waits until the server is gone. */
  stop(): Promise<void>;
};

const contract = fileURLToPath(new URL("../../openapi/openapi.yaml", import.meta.url));

/** Serves the mock of a contract on this machine. @throws when the contract can't be read, or the port is taken */
export async function startMock(options: MockServerOptions = {}): Promise<MockServer> {
  const { port = 0, spec = contract, prefer, onAnswer } = options;
  const mock = await createMockFetch({ contract: (await shippedSpec(spec)).json, prefer });
  const server = serve({
    port,
    hostname: "127.0.0.1",
    silent: true,
    gracefulShutdown: false,
    async fetch(request) {
      // Node's own Request, which srvx makes when it is asked for.
      const own = request._request ?? request;
      const answer = await mock(own);
      onAnswer?.(own, answer);
      return answer;
    },
  });
  await server.ready();
  return { url: String(server.url).replace(/\/$/, ""), stop: () => server.close(true) };
}

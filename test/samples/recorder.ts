import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** A request as it arrived, and what the mock says about it. */
export type Exchange = {
  method: string;
  url: string;
  authorization: string | undefined;
  status: number;
  violations: string | null;
};

/** A server between a sample and the mock. */
export type Recorder = {
  url: string;
  exchanges: Exchange[];
  /** The preference sent to the mock, such as `code=404`. */
  prefer: string | undefined;
  /** The status to answer with, instead of asking the mock. */
  status: number | undefined;
  stop(): Promise<void>;
};

/** Starts a server that passes each request to the mock, and records it. */
export async function startRecorder(mock: string): Promise<Recorder> {
  const server = createServer(async (request, response) => {
    const { method = "", url = "", headers } = request;
    const { authorization } = headers;
    const { status } = recorder;
    if (status !== undefined) {
      recorder.exchanges.push({ method, url, authorization, status, violations: null });
      return response.writeHead(status, { location: url }).end();
    }
    const body = await text(request);
    const type = headers["content-type"];
    const answer = await fetch(mock + url, {
      method,
      ...(body && { body }),
      headers: {
        ...(authorization && { authorization }),
        ...(type && { "content-type": type }),
        ...(recorder.prefer && { prefer: recorder.prefer }),
      },
    });
    const violations = answer.headers.get("sl-violations");
    recorder.exchanges.push({ method, url, authorization, status: answer.status, violations });
    response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "" });
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  const recorder: Recorder = {
    url: `http://127.0.0.1:${port}`,
    exchanges: [],
    prefer: undefined,
    status: undefined,
    stop: () => stop(server),
  };
  return recorder;
}

function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((stopped) => server.close(() => stopped()));
}

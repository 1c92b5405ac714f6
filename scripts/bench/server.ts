import { serve } from "srvx";
import { contactId } from "./target.js";

/** Bytes of a streamed answer. */
export const streamBytes = 200_000_000;

const chunk = Buffer.alloc(50_000, "x");

function stream(): ReadableStream {
  let left = streamBytes;
  return new ReadableStream({
    pull(controller) {
      if (left === 0) return controller.close();
      left -= chunk.length;
      controller.enqueue(chunk);
    },
  });
}

/** Answers each delete at once: with a contact, or with a stream where the request asks for one. */
export async function startServer(): Promise<AsyncDisposable & { url: string }> {
  const server = serve({
    ...{ port: 0, hostname: "127.0.0.1", silent: true, gracefulShutdown: false },
    fetch: ({ url }) =>
      url.includes("format=stream") ? new Response(stream()) : Response.json({ id: contactId }),
  });
  await server.ready();
  return { url: `${server.url}`.replace(/\/$/, ""), [Symbol.asyncDispose]: () => server.close(true) };
}

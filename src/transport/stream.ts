import { type Call, isSafe } from "./call.js";
import { onAbort, startTimer } from "./deadline.js";
import { connectionError, timeoutError } from "./fail.js";
import { isWebStream } from "./read.js";

/** Lets go of a stream that nobody has kept. Some runtimes have no such registry; there it stays until its signal goes. */
const dropped =
  typeof FinalizationRegistry === "function"
    ? new FinalizationRegistry((letGo: () => void) => letGo())
    : undefined;

/**
 * Hands the body of a success on unread, chunk by chunk, and ends it when the caller aborts, when the server is silent
 * for longer than the timeout, or when the connection is lost.
 */
export function unreadStream(response: Response, call: Call): ReadableStream<Uint8Array> {
  const { signal, timeout } = call;
  // The request has taken effect, whatever happens to the body.
  const answered = { ...call, mayHaveBeenApplied: !isSafe(call.method) };
  const reader = toWebStream(response).getReader();
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const cancel = (reason: unknown) => {
    reader.cancel(reason).catch(() => {});
  };
  const fail = (reason: unknown) => {
    release();
    controller?.error(reason);
    cancel(reason);
  };
  // The signal may outlive a stream that nobody reads, and must not keep it.
  const held = typeof WeakRef === "function" ? new WeakRef(fail) : { deref: () => fail };
  const release = onAbort(signal, () => held.deref()?.(signal?.reason));
  const stream = new ReadableStream<Uint8Array>(
    {
      start(given) {
        controller = given;
      },
      async pull(controller) {
        const timer = startTimer(() => fail(timeoutError(answered)), timeout);
        try {
          const { done, value } = await reader.read();
          if (!done) return controller.enqueue(value);
          release();
          controller.close();
        } catch (thrown) {
          fail(connectionError(answered, thrown));
        } finally {
          clearTimeout(timer);
        }
      },
      cancel(reason) {
        release();
        return reader.cancel(reason);
      },
    },
    // Nothing is read before the caller asks for it.
    { highWaterMark: 0 },
  );
  if (signal) dropped?.register(stream, letGo(release, reader));
  return stream;
}

/** Made outside of the guard, so that it holds no more than it needs. */
function letGo(release: () => void, reader: ReadableStreamDefaultReader<Uint8Array>): () => void {
  return () => {
    release();
    reader.cancel().catch(() => {});
  };
}

/** The body as the web's stream: as it is, from a stream of Node's kind, or in one piece where there is no stream. */
function toWebStream(response: Response): ReadableStream<Uint8Array> {
  const { body } = response;
  if (isWebStream(body)) return body;
  const chunks = chunksOf(response);
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await chunks.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}

async function* chunksOf(response: Response): AsyncGenerator<Uint8Array, void> {
  const body: unknown = response.body;
  if (body === null || body === undefined) {
    // An XMLHttpRequest has no stream; a response without a body has none either.
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (bytes.length > 0) yield bytes;
  } else if (isIterable(body)) {
    for await (const chunk of body) yield typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk;
  }
}

/** Tells the streams of Node, which node-fetch and its like bring. */
function isIterable(body: unknown): body is AsyncIterable<Uint8Array | string> {
  return typeof body === "object" && body !== null && Symbol.asyncIterator in body;
}

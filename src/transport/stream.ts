import { type ChunkReader, chunkReader } from "./body.js";
import { type Call, isSafe } from "./call.js";
import { abortReason, onAbort, startTimeout } from "./deadline.js";
import { connectionError, timeoutError } from "./fail.js";

/** Frees the connection of a stream that is garbage-collected unread. A runtime without this registry leaves that to `fetch`. */
const cleanups =
  typeof FinalizationRegistry === "function"
    ? new FinalizationRegistry((stop: () => Promise<void>) => stop().catch(() => {}))
    : undefined;

/**
 * Passes on the body of a success chunk by chunk, and ends it when the caller aborts, when the server is silent
 * for longer than the timeout, or when the connection is lost.
 *
 * The caller may drop the stream unread, while the caller's signal lives as long as the process. So nothing but the
 * caller may keep the stream in memory: the signal reaches it through a `WeakRef` only, and after its collection the
 * registry above removes the listener and frees the connection. All closures of one function share its variables. So
 * the closures that outlive the stream are made in functions of their own, which do not see the stream.
 */
export function bodyStream(response: Response, call: Call): ReadableStream<Uint8Array> {
  const { signal, timeout } = call;
  // The request has taken effect, even if the body fails.
  const answered = { ...call, mayHaveBeenApplied: !isSafe(call.method) };
  const source = chunkReader(response);
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const fail = (reason: unknown) => {
    controller?.error(reason);
    stop(reason).catch(() => {});
  };
  const unlink = onAbort(signal, failOnAbort(weakly(fail), signal));
  const stop = stopOf(unlink, source);
  const stream = new ReadableStream<Uint8Array>(
    {
      start(given) {
        controller = given;
      },
      async pull(controller) {
        const clear = startTimeout(() => fail(timeoutError(answered)), timeout);
        try {
          const { done, value } = await source.read();
          if (!done) return controller.enqueue(value);
          unlink();
          controller.close();
        } catch (thrown) {
          fail(connectionError(answered, thrown));
        } finally {
          clear();
        }
      },
      cancel: stop,
    },
    // Reads only when the caller does.
    { highWaterMark: 0 },
  );
  cleanups?.register(stream, stop);
  return stream;
}

/** A weak reference, if the runtime has them. */
function weakly<T extends object>(target: T): { deref(): T | undefined } {
  return typeof WeakRef === "function" ? new WeakRef(target) : { deref: () => target };
}

function failOnAbort(
  fail: { deref(): ((reason: unknown) => void) | undefined },
  signal: AbortSignal | undefined,
) {
  return () => fail.deref()?.(abortReason(signal));
}

function stopOf(unlink: () => void, source: ChunkReader): (reason?: unknown) => Promise<void> {
  return async (reason) => {
    unlink();
    await source.cancel(reason);
  };
}

import { type ChunkReader, chunkReader } from "./body.js";
import { type Call, isSafe } from "./call.js";
import { abortReason, onAbort, startTimer } from "./deadline.js";
import { connectionError, timeoutError } from "./fail.js";

/** Frees the connection of a stream that was dropped unread; without this registry, `fetch` does it. */
const dropped =
  typeof FinalizationRegistry === "function"
    ? new FinalizationRegistry((stop: () => Promise<void>) => stop().catch(() => {}))
    : undefined;

/**
 * Passes on the body of a success chunk by chunk, and ends it when the caller aborts, when the server is silent
 * for longer than the timeout, or when the connection is lost.
 *
 * Nobody may ever read the stream, and the caller's signal may live as long as the process. So only the stream itself
 * holds what belongs to it: the signal reaches it through a `WeakRef`, and once it is collected the registry above
 * unlinks it from the signal and frees its connection. The closures of one function share all its variables, and one
 * that outlives the stream would keep it: those are made in functions of their own, which see nothing of the stream.
 */
export function unreadStream(response: Response, call: Call): ReadableStream<Uint8Array> {
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
        const timer = startTimer(() => fail(timeoutError(answered)), timeout);
        try {
          const { done, value } = await source.read();
          if (!done) return controller.enqueue(value);
          unlink();
          controller.close();
        } catch (thrown) {
          fail(connectionError(answered, thrown));
        } finally {
          clearTimeout(timer);
        }
      },
      cancel: stop,
    },
    // Reads only when the caller does.
    { highWaterMark: 0 },
  );
  dropped?.register(stream, stop);
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

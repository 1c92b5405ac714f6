import { onAbort, startTimer } from "./deadline.js";
import { isObject } from "./errors.js";

/** An error's body is read up to this many bytes: enough for any message, and 500 at once fit in memory. */
const errorBodyLimit = 64 * 1024;

/** Reads a success body as its content type says: JSON, else text, else bytes; `undefined` when empty. */
export async function readByContentType(response: Response): Promise<unknown> {
  const type = response.headers.get("content-type") ?? "";
  if (/[/+]json\b/i.test(type)) return parseJson(await response.text());
  if (/^text\/|[/+]xml\b|urlencoded/i.test(type)) return (await response.text()) || undefined;
  const bytes = new Uint8Array(await response.arrayBuffer());
  return bytes.length ? bytes : undefined;
}

/**
 * Parses a success body; `undefined` when empty.
 * @throws {UnreadableBody} when it is not JSON.
 */
function parseJson(text: string): unknown {
  try {
    return text ? JSON.parse(text) : undefined;
  } catch {
    throw new UnreadableBody(text, "the body is not JSON");
  }
}

/**
 * Parses a success body that must be a JSON object; `undefined` when empty.
 * @throws {UnreadableBody} when it is anything else.
 */
export function parseObject(text: string): Record<string, unknown> | undefined {
  const value = parseJson(text);
  if (value === undefined || isObject(value)) return value;
  throw new UnreadableBody(text, "the body is not a JSON object");
}

/** A body that is not what its status and format promise. */
export class UnreadableBody extends Error {
  /** What it is instead, at most as much of it as of an error's body. */
  readonly text: string;

  constructor(text: string, problem: string) {
    super(problem);
    this.text = text.slice(0, errorBodyLimit);
  }
}

/**
 * Reads what an error body tells within the limit; never rejects, so a body that is cut, huge or
 * malformed leaves the status to speak.
 * @param race settles a read early when the attempt ends.
 */
export async function readErrorText(
  response: Response,
  race: <T>(work: Promise<T>) => Promise<T>,
): Promise<string> {
  let text = "";
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  try {
    // A custom fetch may bring a body of another kind, Node's own streams for one.
    if (typeof response.body?.getReader !== "function") {
      return (await race(response.text())).slice(0, errorBodyLimit);
    }
    reader = response.body.getReader();
    const decoder = new TextDecoder();
    for (let left = errorBodyLimit; left > 0; ) {
      const { done, value } = await race(reader.read());
      if (done) return text + decoder.decode();
      text += decoder.decode(value.subarray(0, left), { stream: true });
      left -= value.length;
    }
  } catch {
    // What came before is all there is.
  }
  reader?.cancel().catch(() => {});
  return text;
}

/** Parses an error body without the tokens that `redact` takes out: JSON that can be written again, else text, `undefined` when empty. */
export function parseErrorBody(text: string, redact: (text: string) => string): unknown {
  try {
    // Written anew, because an escape (`\/`) could hide a token, and nesting that can't be written helps nobody.
    return JSON.parse(redact(JSON.stringify(JSON.parse(text))));
  } catch {
    return redact(text) || undefined;
  }
}

/** A fetch of the caller's may bring a class of its own, so `instanceof` would tell nothing. */
export function isResponse(value: unknown): value is Response {
  if (!isObject(value) || !isObject(value.headers)) return false;
  return Number.isInteger(value.status) && typeof value.headers.get === "function";
}

/** Lets go of an answer that nobody will read, and of its socket. */
export async function discard(answer: unknown): Promise<void> {
  try {
    if (isResponse(answer)) await answer.body?.cancel();
  } catch {
    // It was read already, or it is of a kind that can't be cancelled.
  }
}

/**
 * Hands a body on unread, chunk by chunk, and ends it when the caller aborts, when the server is silent
 * for `timeout` ms, or when the connection is lost.
 */
export function guardStream(
  response: Response,
  signal: AbortSignal | undefined,
  timeout: number,
  errors: { silent: () => unknown; lost: (thrown: unknown) => unknown },
): ReadableStream<Uint8Array> {
  const reader = (response.body ?? new Blob().stream()).getReader();
  let fail: (reason: unknown) => void;
  const release = onAbort(signal, () => fail(signal?.reason));
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        fail = (reason) => {
          release();
          controller.error(reason);
          reader.cancel(reason).catch(() => {});
        };
      },
      async pull(controller) {
        const timer = startTimer(() => fail(errors.silent()), timeout);
        try {
          const { done, value } = await reader.read();
          if (!done) return controller.enqueue(value);
          release();
          controller.close();
        } catch (thrown) {
          fail(errors.lost(thrown));
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
}

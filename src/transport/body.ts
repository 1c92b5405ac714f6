/** Reads the chunks of a body, one after the other; it is what is used of a `ReadableStreamDefaultReader`. */
export interface ChunkReader {
  read(): Promise<IteratorResult<Uint8Array, unknown>>;
  cancel(reason?: unknown): Promise<unknown>;
}

/** A reader of a body that comes as a stream, the web's or Node's; `undefined` for any other. */
export function chunkReader(body: unknown): ChunkReader | undefined {
  if (isWebStream(body)) return body.getReader();
  if (!isAsyncIterable(body)) return undefined;
  const chunks = body[Symbol.asyncIterator]();
  return {
    async read() {
      const { done, value } = await chunks.next();
      return done ? { done, value } : { done: false, value: bytesOf(value) };
    },
    async cancel() {
      // The iterator of a stream of Node's would wait for the next chunk, which may never come.
      if ("destroy" in body && typeof body.destroy === "function") body.destroy();
      else await chunks.return?.();
    },
  };
}

/** Tells the web's streams from others, which a custom fetch may bring. */
export function isWebStream(body: unknown): body is ReadableStream<Uint8Array> {
  return typeof (body as ReadableStream | undefined)?.getReader === "function";
}

/** Tells the streams of Node, which node-fetch and its like bring. */
function isAsyncIterable(body: unknown): body is AsyncIterable<Uint8Array | string> {
  return typeof body === "object" && body !== null && Symbol.asyncIterator in body;
}

function bytesOf(chunk: Uint8Array | string): Uint8Array {
  return typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk;
}

/**
 * Reads a body as text up to a limit in bytes; what has come so far is there at any time. Without a stream, as with an
 * XMLHttpRequest, there is only the whole body, of which no more than the limit is kept.
 */
export class BoundedText {
  text = "";
  /** Whether the end of the body was reached. */
  isWhole = false;
  readonly #reader: ChunkReader | undefined;

  constructor(
    readonly response: Response,
    readonly limit: number,
  ) {
    this.#reader = chunkReader(response.body);
  }

  async read(): Promise<void> {
    if (!this.#reader) {
      const text = await this.response.text();
      this.text = text.slice(0, this.limit);
      this.isWhole = text.length <= this.limit;
      return;
    }
    const decoder = new TextDecoder();
    let left = this.limit;
    while (left >= 0) {
      const { done, value } = await this.#reader.read();
      if (done) {
        this.text += decoder.decode();
        this.isWhole = true;
        return;
      }
      this.text += decoder.decode(value.subarray(0, left), { stream: true });
      left -= value.length;
    }
    this.cancel();
  }

  /** Lets go of the rest, and of its connection. */
  cancel(): void {
    this.#reader?.cancel().catch(() => {});
  }
}

/** Reads a body of at most `limit` bytes; `undefined` where it is larger. */
export async function readBytes(
  response: Response,
  limit: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const reader = chunkReader(response.body);
  if (!reader) {
    const bytes = new Uint8Array(await response.arrayBuffer());
    return bytes.length <= limit ? bytes : undefined;
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  while (length <= limit) {
    const { done, value } = await reader.read();
    if (done) return concat(chunks, length);
    chunks.push(value);
    length += value.length;
  }
  reader.cancel().catch(() => {});
  return undefined;
}

function concat(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

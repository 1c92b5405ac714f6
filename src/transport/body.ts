/** Reads the chunks of a body one by one: the used part of a `ReadableStreamDefaultReader`. */
export interface ChunkReader {
  read(): Promise<IteratorResult<Uint8Array, unknown>>;
  cancel(reason?: unknown): Promise<unknown>;
}

/** A chunk, in the types of all libraries. */
type Chunk = Uint8Array | ArrayBuffer | string;

/** A body, in the types of all libraries: a web stream, or an async iterable such as a Node stream. */
interface Body {
  getReader?(): ChunkReader;
  [Symbol.asyncIterator]?(): AsyncIterator<Chunk>;
  destroy?(): void;
}

/**
 * Makes a reader of a body.
 * @param whole reads a body that is not a stream, as with an XMLHttpRequest, as one chunk
 */
export function chunkReader(
  response: Response,
  whole: () => Promise<Chunk> = () => response.arrayBuffer(),
): ChunkReader {
  const body: Body | null | undefined = response.body;
  if (body?.getReader) return body.getReader();
  const chunks = body?.[Symbol.asyncIterator]?.() ?? once(whole);
  return {
    async read() {
      const { done, value } = await chunks.next();
      return done ? { done, value } : { done: false, value: bytesOf(value) };
    },
    async cancel() {
      // The iterator of a Node stream would wait for the next chunk, which may never come.
      if (body?.destroy) body.destroy();
      else await chunks.return?.();
    },
  };
}

async function* once(whole: () => Promise<Chunk>): AsyncGenerator<Chunk, void> {
  yield await whole();
}

function bytesOf(chunk: Chunk): Uint8Array {
  if (typeof chunk === "string") return new TextEncoder().encode(chunk);
  return chunk instanceof ArrayBuffer ? new Uint8Array(chunk) : chunk;
}

/** Reads a body up to a limit in bytes; the part read so far is available at any time. */
export class BoundedBody {
  /** `true` at the end of the body. */
  isWhole = false;
  readonly #chunks: Uint8Array[] = [];
  readonly #reader: ChunkReader;
  #left: number;

  constructor(response: Response, limit: number, whole?: () => Promise<Chunk>) {
    this.#reader = chunkReader(response, whole);
    this.#left = limit;
  }

  /** Reads until the end or beyond the limit. */
  async read(): Promise<void> {
    while (!this.isWhole && this.#left >= 0) {
      const { done, value } = await this.#reader.read();
      if (done) {
        this.isWhole = true;
      } else {
        this.#chunks.push(value.subarray(0, this.#left));
        this.#left -= value.length;
      }
    }
    this.cancel();
  }

  get bytes(): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(this.#chunks.reduce((length, chunk) => length + chunk.length, 0));
    let offset = 0;
    for (const chunk of this.#chunks) {
      bytes.set(chunk, offset);
      offset += chunk.length;
    }
    return bytes;
  }

  /** The bytes as text, without a split character at the end. */
  get text(): string {
    return new TextDecoder().decode(this.bytes, { stream: !this.isWhole });
  }

  /** Cancels the unread rest and frees the connection. */
  cancel(): void {
    this.#reader.cancel().catch(() => {});
  }
}

import { isObject } from "../values.js";
import type { Call } from "./call.js";

/** Reads a success. */
export type Reader<T> = (response: Response, call: Call) => Promise<T>;

/** An error's body is read up to this many bytes: enough for any message, and 500 at once fit in memory. */
export const errorBodyLimit = 64 * 1024;

/** No contact is larger than this many bytes; a compressed body could be, by far. */
const objectLimit = 10 * 1024 * 1024;

/** The body of a success is not what its status and format promise. */
export class UnusableBody extends Error {
  /** What it is instead, at most as much of it as of an error's body. */
  readonly text: string;

  constructor(problem: string, text: string) {
    super(problem);
    // A slice alone would keep the whole text in memory.
    this.text = JSON.parse(JSON.stringify(text.slice(0, errorBodyLimit)));
  }
}

/** Reads a success body as its content type says: JSON, else text, else bytes; `undefined` when empty. */
export async function readByContentType(response: Response): Promise<unknown> {
  const type = response.headers.get("content-type") ?? "";
  if (/[/+]json\b/i.test(type)) return parseJson(await response.text());
  if (/^text\/|[/+]xml\b|urlencoded/i.test(type)) return (await response.text()) || undefined;
  const bytes = new Uint8Array(await response.arrayBuffer());
  return bytes.length ? bytes : undefined;
}

/** Reads a success body that must be JSON or empty, and leaves it as text. @throws {UnusableBody} */
export async function readJsonText(response: Response): Promise<string> {
  const text = await response.text();
  parseJson(text);
  return text;
}

/**
 * Reads a success body that must be a JSON object.
 * @param otherwise what an empty one stands for
 * @param needsId whether it must have an `id`: a text that is not empty, or a number other than 0
 * @throws {UnusableBody} when it is anything else, or an error in spite of its status
 */
export async function readObject(response: Response, otherwise: object, needsId?: boolean): Promise<object> {
  const { text, isWhole } = await readText(response, objectLimit);
  if (!isWhole) throw new UnusableBody("the body is larger than 10 MiB", text);
  const value = parseJson(text);
  if (value === undefined) return otherwise;
  if (!isObject(value)) throw new UnusableBody("the body is not a JSON object", text);
  const { id } = value;
  if (needsId && !(id && /^(string|number)$/.test(typeof id))) {
    throw new UnusableBody("the body has no id", text);
  }
  return value;
}

/** Parses a success body; `undefined` when empty. @throws {UnusableBody} when it is not JSON, or an error. */
function parseJson(text: string): unknown {
  let value: unknown;
  try {
    value = text ? JSON.parse(text) : undefined;
  } catch {
    const page = /^\s*</.test(text) ? "a page, so that something else than Truto responded" : "not JSON";
    throw new UnusableBody(`the body is ${page}`, text);
  }
  const status = isObject(value) && value.statusCode;
  if (typeof status === "number" && status >= 400 && status <= 599) {
    throw new UnusableBody(`the body is an error of status ${status}`, text);
  }
  return value;
}

/**
 * Reads up to `limit` bytes. With `race`, as for an error, it never rejects: a body that is cut, huge or malformed leaves
 * the status to speak.
 * @param race settles a read early when the attempt ends
 */
export async function readText(
  response: Response,
  limit: number,
  race?: <T>(work: Promise<T>) => Promise<T>,
): Promise<{ text: string; isWhole: boolean }> {
  const { body, headers } = response;
  const settle = race ?? (<T>(work: Promise<T>) => work);
  const length = headers.get("content-length");
  const fits = length !== null && Number(length) <= limit && !headers.get("content-encoding");
  let text = "";
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  try {
    // A custom fetch may bring a body of another kind, Node's own streams for one.
    if ((!race && fits) || !isWebStream(body)) {
      text = await settle(response.text());
      return { text: text.slice(0, limit), isWhole: text.length <= limit };
    }
    reader = body.getReader();
    const decoder = new TextDecoder();
    for (let left = limit; left >= 0; ) {
      const { done, value } = await settle(reader.read());
      if (done) return { text: text + decoder.decode(), isWhole: true };
      text += decoder.decode(value.subarray(0, left), { stream: true });
      left -= value.length;
    }
  } catch (thrown) {
    if (!race) throw thrown;
  }
  reader?.cancel().catch(() => {});
  return { text, isWhole: false };
}

/** Tells the web's streams from others, which a custom fetch may bring. */
export function isWebStream(body: unknown): body is ReadableStream<Uint8Array> {
  return typeof (body as ReadableStream | undefined)?.getReader === "function";
}

/** Parses an error body without the tokens that `redact` takes out: JSON that can be written again, else text, `undefined` when empty. */
export function parseErrorBody(text: string, redact: (text: string) => string): unknown {
  try {
    // Written anew, because nesting that can't be written helps nobody.
    return JSON.parse(redact(JSON.stringify(JSON.parse(text))));
  } catch {
    return redact(text) || undefined;
  }
}

/** A fetch of the caller's may bring a class of its own, so `instanceof` would tell nothing. */
export function isResponse(value: unknown): value is Response {
  if (!isObject(value) || !isObject(value.headers)) return false;
  const { status, text, arrayBuffer, headers } = value;
  return Number.isInteger(status) && [text, arrayBuffer, headers.get].every((f) => typeof f === "function");
}

/** Lets go of a response that nobody will read, and of its socket. */
export async function discard(response: unknown): Promise<void> {
  try {
    if (isResponse(response) && isWebStream(response.body)) await response.body.cancel();
  } catch {
    // It was read already.
  }
}

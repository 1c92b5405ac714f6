import { isObject } from "../values.js";
import { BoundedBody } from "./body.js";
import type { Call } from "./call.js";
import type { Deadline } from "./deadline.js";
import { numberText } from "./json.js";
import { redact } from "./redact.js";
import { isPage } from "./text.js";

/** Reads a success. */
export type Reader<T> = (response: Response, call: Call) => Promise<T>;

const KiB = 1024;
const MiB = 1024 * KiB;

/** Limit for the body of an error, in bytes: enough for any message, and 500 at once fit in memory. */
const errorLimit = 64 * KiB;
/** Limit for a contact, in bytes after decompression: no contact is larger. */
const objectLimit = 10 * MiB;
/** Limit for any other success in memory, in bytes: a few hundred kB of gzip may become a GB. */
const bodyLimit = 100 * MiB;

/** The body of a success does not match its status and format. */
export class UnusableBody extends Error {
  /** The body, cut to the limit of an error's body. */
  readonly text: string;

  constructor(problem: string, text: string) {
    super(problem);
    // A slice would keep the whole text in memory.
    this.text = JSON.parse(JSON.stringify(text.slice(0, errorLimit)));
  }
}

/**
 * Reads a success body as its content type says: JSON, else text, else bytes; `undefined` when empty.
 * @throws {UnusableBody} if it is larger than 100 MiB, or not JSON although its type says so
 */
export async function readByContentType(response: Response): Promise<unknown> {
  const type = response.headers.get("content-type") ?? "";
  if (/[/+]json\b/i.test(type)) return parseJson(await readText(response, bodyLimit));
  if (/^text\/|[/+]xml\b|urlencoded/i.test(type)) return (await readText(response, bodyLimit)) || undefined;
  const bytes = await readAllBytes(response);
  return bytes.length > 0 ? bytes : undefined;
}

/** Reads the bytes of a success body. @throws {UnusableBody} if it is larger than 100 MiB */
export async function readAllBytes(response: Response): Promise<Uint8Array<ArrayBuffer>> {
  return (await readWhole(new BoundedBody(response, bodyLimit), bodyLimit)).bytes;
}

/** Reads a success body that must be JSON or empty, as text. @throws {UnusableBody} */
export async function readJsonText(response: Response): Promise<string> {
  const text = await readText(response, bodyLimit);
  parseJson(text);
  return text;
}

/**
 * Reads a success body that must be a JSON object.
 * @param otherwise what an empty one stands for, where the operation has such a success
 */
export async function readObject(
  response: Response,
  otherwise: object | undefined,
): Promise<Record<string, unknown>> {
  return (await readObjectText(response, otherwise)).value;
}

/**
 * Reads a success body that must be a JSON object with an `id`: a text that is not empty, or a number other than 0, which is
 * given as its text.
 * @param otherwise what an empty one stands for, where the operation has such a success
 * @throws {UnusableBody} when it is anything else, or an error in spite of its status
 */
export async function readObjectWithId(response: Response, otherwise: object | undefined): Promise<object> {
  const { text, value } = await readObjectText(response, otherwise);
  const { id } = value;
  if (typeof id === "number" && id !== 0) return { ...value, id: numberText(text, "id") };
  if (typeof id !== "string" || id === "") throw new UnusableBody("the body has no id", text);
  return value;
}

async function readObjectText(response: Response, otherwise: object | undefined) {
  const text = await readText(response, objectLimit);
  const parsed = parseJson(text);
  const value = parsed === undefined ? otherwise : parsed;
  if (value === undefined) throw new UnusableBody("the body is empty", text);
  if (!isObject(value)) throw new UnusableBody("the body is not a JSON object", text);
  return { text, value };
}

/** Parses a success body; `undefined` if empty. @throws {UnusableBody} if it is not JSON, or an error. */
function parseJson(text: string): unknown {
  let value: unknown;
  try {
    value = text ? JSON.parse(text) : undefined;
  } catch {
    const page = "a page, so that something else than Truto responded";
    throw new UnusableBody(`the body is ${isPage(text) ? page : "not JSON"}`, text);
  }
  const status = isObject(value) && value.statusCode;
  if (typeof status === "number" && status >= 400 && status <= 599) {
    throw new UnusableBody(`the body is an error of status ${status}`, text);
  }
  return value;
}

/** Reads a success body as text. @throws {UnusableBody} if it is larger than `limit` bytes */
async function readText(response: Response, limit: number): Promise<string> {
  return (await readWhole(textBody(response, limit), limit)).text;
}

async function readWhole(body: BoundedBody, limit: number): Promise<BoundedBody> {
  await body.read();
  if (body.isWhole) return body;
  const advice = limit === bodyLimit ? ": ask for it as a `stream`" : "";
  throw new UnusableBody(`the body is larger than ${limit / MiB} MiB${advice}`, body.text);
}

/** Runtimes without streams have `text()`, but not all have a working `arrayBuffer()`. */
function textBody(response: Response, limit: number): BoundedBody {
  return new BoundedBody(response, limit, () => response.text());
}

/** Reads the body of an error. Never rejects: a cut, huge or malformed body still gives an error with the status. */
export async function readErrorText(response: Response, deadline: Deadline): Promise<string> {
  try {
    const body = textBody(response, errorLimit);
    await deadline.race(body.read()).catch(() => {});
    body.cancel();
    return body.text;
  } catch {
    // A custom fetch may have locked the stream.
    return "";
  }
}

/** Parses the body of an error, without the tokens: as JSON if it can be written again, else as text; `undefined` if empty. */
export function parseErrorBody(tokens: readonly string[], text: string): unknown {
  try {
    // A body nested too deeply for `JSON.stringify` stays text.
    return JSON.parse(redact(tokens, JSON.stringify(JSON.parse(text))));
  } catch {
    return redact(tokens, text) || undefined;
  }
}

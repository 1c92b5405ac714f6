import { isObject } from "../values.js";
import { chunkReader } from "./body.js";

/** A fetch of the caller's may bring a class of its own, so `instanceof` would tell nothing. */
export function isResponse(value: unknown): value is Response {
  if (!isObject(value) || !isObject(value.headers)) return false;
  const { status, text, arrayBuffer, headers } = value;
  return Number.isInteger(status) && [text, arrayBuffer, headers.get].every((f) => typeof f === "function");
}

/** Whether a `fetch` followed a redirect against its orders; polyfills and HTTP libraries do. */
export function wasRedirected({ redirected, url }: Response, sentTo: string): boolean {
  if (redirected || !url || url === sentTo) return redirected === true;
  return new URL(url, sentTo).href.split("#")[0] !== new URL(sentTo).href;
}

/** Lets go of a response that nobody will read, and of its socket. */
export async function discard(response: unknown): Promise<void> {
  try {
    if (isResponse(response)) await chunkReader(response).cancel();
  } catch {
    // It was read already.
  }
}

import { isObject } from "../values.js";
import { chunkReader } from "./body.js";

/** Checks the members, not the class: a custom fetch may have its own class of responses. */
export function isResponse(value: unknown): value is Response {
  if (!isObject(value) || !isObject(value.headers)) return false;
  const { status, text, arrayBuffer, headers } = value;
  return Number.isInteger(status) && [text, arrayBuffer, headers.get].every((f) => typeof f === "function");
}

/** `true` if a `fetch` followed a redirect despite `redirect: "manual"`, as polyfills and HTTP libraries do. */
export function wasRedirected({ redirected, url }: Response, sentTo: string): boolean {
  if (redirected || !url || url === sentTo) return redirected === true;
  return new URL(url, sentTo).href.split("#")[0] !== new URL(sentTo).href;
}

/** Cancels an unread response to free its socket. */
export async function discard(response: unknown): Promise<void> {
  try {
    if (isResponse(response)) await chunkReader(response).cancel();
  } catch {
    // The body has been read already.
  }
}

import nodeFetch from "node-fetch";
import { fetch as undiciFetch } from "undici";
import type { Fetch } from "../../src/index.js";

/** A response of a polyfill over XMLHttpRequest: no streams, and headers can only be read by name. */
const polyfill: Fetch = async (url, init) => {
  const response = await fetch(url, init);
  const { status, statusText, headers } = response;
  const reads = { text: () => response.text(), arrayBuffer: () => response.arrayBuffer() };
  return {
    status,
    statusText,
    headers: { get: (name: string) => headers.get(name) },
    url: response.url,
    ...reads,
  };
};

/** The `fetch` of libraries that have their own kind of body. */
export const fetches = {
  undici: undiciFetch,
  "node-fetch": nodeFetch,
  "a polyfill without streams": polyfill,
} satisfies Record<string, Fetch>;

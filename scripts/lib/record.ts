import type { FetchInit } from "../../src/index.js";

type Pair = { name: string; value: string };

/** A request and its answer in the format HAR. @see http://www.softwareishard.com/blog/har-12-spec/#entries */
export type HarEntry = {
  startedDateTime: string;
  request: { method: string; url: string; headers: Pair[]; queryString: Pair[]; postData?: HarBody };
  response: { status: number; headers: Pair[]; content: HarBody & { size: number } };
};

type HarBody = { mimeType: string; text: string };

/** A `fetch` that records requests and answers. */
export type Recorder = {
  /** The function for the client's option `fetch`. */
  fetch(url: string, init: FetchInit & { body?: ArrayBuffer }): Promise<Response>;
  /** The calls so far, with `[token]` in place of the token. */
  entries(): HarEntry[];
};

/** Records each call that gets a complete answer. */
export function createRecorder(token: string, send: Recorder["fetch"] = fetch): Recorder {
  const recorded: HarEntry[] = [];
  return {
    async fetch(url, init) {
      const startedDateTime = new Date().toISOString();
      const response = await send(url, init);
      const { method, headers, body } = init;
      const text = await response.clone().text();
      recorded.push({
        startedDateTime,
        request: {
          method,
          url,
          headers: pairs(headers),
          queryString: pairs(new URL(url).searchParams),
          ...(body && {
            postData: { mimeType: headers["content-type"] ?? "", text: new TextDecoder().decode(body) },
          }),
        },
        response: {
          status: response.status,
          headers: pairs(response.headers),
          content: { mimeType: response.headers.get("content-type") ?? "", text, size: text.length },
        },
      });
      return response;
    },
    entries: () =>
      JSON.parse(JSON.stringify(recorded), (_, value) =>
        typeof value === "string" ? value.replaceAll(token, "[token]") : value,
      ),
  };
}

function pairs(values: Headers | URLSearchParams | Record<string, string>): Pair[] {
  const entries = Symbol.iterator in values ? [...values] : Object.entries(values);
  return entries.map(([name, value]) => ({ name, value: String(value) }));
}

/** The text of a HAR file. */
export function harOf(entries: HarEntry[]): string {
  return JSON.stringify({
    log: { version: "1.2", creator: { name: "truto-crm-client", version: "" }, entries },
  });
}

import { EventEmitter, once } from "node:events";
import type { Answer, ReceivedRequest, Reply } from "../support/server.js";

/** A request for a contact, with the id as it stands in the path. */
export interface ContactRequest extends ReceivedRequest {
  id: string;
}

/** A script for `startServer`. The contact's id decides the answer, and the suite can ask for what was received. */
export function createScript(): (request: ReceivedRequest) => Promise<Reply> {
  const received: ContactRequest[] = [];
  const arrivals = new EventEmitter();
  /** The first request for an id. It may come later. */
  async function arrival(id: string): Promise<ReceivedRequest> {
    return received.find((request) => request.id === id) ?? (await once(arrivals, id))[0];
  }

  async function reply(request: ReceivedRequest): Promise<Reply> {
    const url = new URL(request.target, "http://server");
    const [, path = "", id = ""] = url.pathname.split("/");
    if (request.method === "OPTIONS") return { status: 204 };
    if (path === "") return { headers: { "content-type": "text/html" }, body: "<!doctype html>" };
    if (path === "received") return { json: received };
    if (path === "arrived") return { json: Boolean(await arrival(id)) };
    if (path === "closed") return { json: Boolean(await (await arrival(id)).closed) };
    const contact = url.pathname.split("/").at(-1) ?? "";
    received.push({ ...request, id: contact });
    arrivals.emit(contact, request);
    const attempt = received.filter((one) => one.id === contact).length;
    return answers[contact]?.(url.searchParams, attempt) ?? { json: { id: contact } };
  }

  return async (request) => {
    const answer = await reply(request);
    return typeof answer === "string" ? answer : allowOrigins(request, answer);
  };
}

/** By id, given the query and the number of the request for this id, from 1. */
const answers: Record<string, (query: URLSearchParams, attempt: number) => Reply> = {
  ada: (query) => formats[query.get("truto_response_format") ?? "unified"] ?? { status: 400 },
  endless: () => ({ body: "first", ending: "silence" }),
  missing: () => ({
    status: 404,
    json: {
      statusCode: 404,
      error: "Not Found",
      message: "No such contact",
      truto_is_remote_error: true,
      raw_response: { reason: "gone" },
    },
  }),
  flaky: (_, attempt) => (attempt === 1 ? { status: 500 } : { json: { id: "flaky" } }),
  silent: () => "silence",
  aborted: () => "silence",
  // A client that follows a 303 sends a GET, which looks like success.
  moved: () => ({ status: 303, headers: { location: "/unified/crm/contacts/elsewhere" } }),
  cut: () => "cut",
};

const formats: Record<string, Answer> = {
  unified: {
    headers: { "ratelimit-limit": "110;w=10", "ratelimit-remaining": "109", "ratelimit-reset": "60" },
    json: { id: "ada", name: "Ada Lovelace" },
  },
  normalized: { json: { full_name: "Ada Lovelace" } },
  raw: {
    headers: { "content-type": "application/octet-stream" },
    body: Uint8Array.of(0, 127, 128, 255),
  },
  stream: { headers: { "content-type": "text/plain" }, body: ["first, ", "second"], pause: 10 },
};

/** CORS headers that let a page of any origin send requests. */
function allowOrigins({ headers }: ReceivedRequest, answer: Answer): Answer {
  return {
    ...answer,
    headers: {
      "access-control-allow-origin": "*",
      "access-control-allow-methods": "DELETE",
      "access-control-allow-headers": headers["access-control-request-headers"] ?? "",
      "access-control-expose-headers": "*",
      ...answer.headers,
    },
  };
}

import type { ServerResponse } from "node:http";

/** A response that the truth-keeping server gives. */
export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: string | object;
}

/** Sends an answer. */
export function write(response: ServerResponse, { status, headers = {}, body }: Answer): void {
  const isJson = typeof body === "object";
  const type = isJson ? "application/json" : "text/html";
  response.writeHead(status, body === undefined ? headers : { "content-type": type, ...headers });
  response.end(isJson ? JSON.stringify(body) : body);
}

/** One of the forms that a success has. */
export function success(id: string, turn: number): Answer {
  if (turn % 3 === 0) return { status: 204 };
  if (turn % 3 === 1) return { status: 200, body: { id } };
  return { status: 200, body: { id, name: "Ada", remote_data: { id } } };
}

/** An error as Truto writes it. */
export function trutoError(status: number, error: string, message: string, isRemote: boolean): Answer {
  const remote = isRemote && { truto_is_remote_error: true, raw_response: { message } };
  return { status, body: { statusCode: status, error, message, ...remote } };
}

/** The CRM's 404 for a contact, or Truto's own 404 for an account that it does not know. */
export function notFound(isRemote: boolean): Answer {
  const message = isRemote ? "No such contact." : "Integrated account not found.";
  return trutoError(404, "Not Found", message, isRemote);
}

/** A 429, with the seconds that it asks for. */
export function tooMany(retryAfter: string | undefined): Answer {
  const headers = retryAfter === undefined ? {} : { "retry-after": retryAfter };
  return { ...trutoError(429, "Too Many Requests", "Slow down.", false), headers };
}

import { isObject } from "../values.js";
import type { Call } from "./call.js";
import { wasRedirected } from "./response.js";

/** `true` for an error body in Truto's form, not of a proxy or another server on the way. */
export function isTrutoError(status: number, body: unknown): body is Record<string, unknown> {
  return isObject(body) && body.statusCode === status;
}

/** `true` if a status is a success of the operation, or any 2xx if the contract's statuses are not given. */
export function isSuccess({ successes }: Pick<Call, "successes">, status: number): boolean {
  const hundreds = Math.floor(status / 100);
  return successes ? successes.includes(status) || successes.includes(hundreds) : hundreds === 2;
}

/** Redirects by RFC 9110; 304 belongs to caches, and 306 is gone. A browser hides the status behind a 0. */
const redirects = new Set([0, 300, 301, 302, 303, 305, 307, 308]);

/** Describes a problem beyond the status: the target of a redirect, or a 2xx that is not in the contract. */
export function responseProblem(call: Call, response: Response): string | undefined {
  const { status, headers, url } = response;
  const isFollowed = wasRedirected(response, call.url);
  if (isFollowed || redirects.has(status)) {
    const target = isFollowed ? url : headers.get("location");
    return `redirected${target ? ` to ${target}` : ""}, and redirects are not followed`;
  }
  if (status < 200 || status > 299) return undefined;
  return "the contract names no such success";
}

/** Redirects that ask to repeat the same request elsewhere: this server did nothing. */
const redirectsOfTheSameRequest = new Set([301, 307, 308]);

/** Statuses of servers on the way that may have passed the request on. */
const ambiguous = new Set([
  408, // Request Timeout: a proxy's clock ran out
  425, // Too Early: a gateway would not wait for the handshake
  460, // a load balancer of AWS: as 499
  499, // nginx: the client was gone, and the server behind may continue
]);

/**
 * `true` if a response that is not a success leaves the outcome open: a server may have failed
 * after the CRM acted, and a 302 or 303 may mean "done, look there". Of the 503s, only Truto's own says that nothing was tried.
 */
export function mayHaveActed(status: number, body: unknown): boolean {
  const isOfTruto = isTrutoError(status, body) && body.truto_is_remote_error !== true;
  if (status === 503 || ambiguous.has(status)) return !isOfTruto;
  if (status >= 400 && status <= 499) return false;
  return !redirectsOfTheSameRequest.has(status);
}

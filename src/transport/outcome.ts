import { isObject } from "../values.js";
import type { Call } from "./call.js";
import { wasRedirected } from "./response.js";

/** Whether a body is an error as Truto writes it, and not one of a proxy or another server on the way. */
export function isTrutoError(status: number, body: unknown): body is Record<string, unknown> {
  return isObject(body) && body.statusCode === status;
}

/** Whether a status is a success of the operation; without a contract at hand, any 2xx is. */
export function isSuccess({ successes }: Pick<Call, "successes">, status: number): boolean {
  const hundreds = Math.floor(status / 100);
  return successes ? successes.includes(status) || successes.includes(hundreds) : hundreds === 2;
}

/** Redirects by RFC 9110; 304 belongs to caches, and 306 is gone. A browser hides the status behind a 0. */
const redirects = new Set([0, 300, 301, 302, 303, 305, 307, 308]);

/** Says what is wrong with a response where its status does not: where a redirect points, or that a 2xx is no success. */
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

/** Redirects that ask for the same request at another place: nothing was done at this one. */
const redirectsOfTheSameRequest = new Set([301, 307, 308]);

/** Statuses by which a server on the way gives up on a request that it may have passed on. */
const ambiguous = new Set([
  408, // Request Timeout: a proxy's clock ran out
  425, // Too Early: a gateway would not wait for the handshake
  460, // a load balancer of AWS: as 499
  499, // nginx: the client was gone, and the server behind may go on
]);

/**
 * Whether a response other than a success leaves open that the request took effect: a server that failed may have done so
 * after the CRM acted, and a 302 or 303 may stand for "done, look there". Only Truto's own 503 says that nothing was tried.
 */
export function mayHaveActed(status: number, body: unknown): boolean {
  const isOfTruto = isTrutoError(status, body) && body.truto_is_remote_error !== true;
  if (status === 503 || ambiguous.has(status)) return !isOfTruto;
  if (status >= 400 && status <= 499) return false;
  return !redirectsOfTheSameRequest.has(status);
}

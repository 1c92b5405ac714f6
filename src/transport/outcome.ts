import { isObject } from "../values.js";

/** Whether a body is an error as Truto writes it, and not one of a proxy or another server on the way. */
export function isTrutoError(status: number, body: unknown): body is Record<string, unknown> {
  return isObject(body) && body.statusCode === status;
}

/**
 * Whether a response other than a success leaves open that the request took effect: a server that failed may
 * have done so after the CRM acted, and 302 and 303 may stand for "done, look there".
 * Only Truto's own 503 says that nothing was tried.
 */
export function mayHaveActed(status: number, body: unknown): boolean {
  if (status >= 500)
    return status !== 503 || !isTrutoError(status, body) || body.truto_is_remote_error === true;
  return status < 400 && ![301, 307, 308].includes(status);
}

/**
 * What Node says when no connection came about: the system call, the resolver, undici's own checks, the TLS handshake, a
 * proxy that refuses the tunnel. A record that can't be decrypted comes later, when the request is out.
 */
const connectFailures =
  /^(connect|getaddrinfo|bad port|ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT|UND_ERR_INVALID_ARG|ERR_SSL_(?!.*(RECORD_MAC|DECRYPT|EOF)).*)$|before secure TLS connection|HTTP Tunneling/;
const certificateCodes = /CERT|UNABLE_TO_VERIFY|CRL_|ERR_TLS_/;

/**
 * Whether what `fetch` threw says that nothing was sent. Only Node's errors prove it: see {@link isNode}. Over its `https`,
 * as in node-fetch, a connection that broke behind the request has the codes of a handshake.
 */
export function wasNeverSent(thrown: unknown): boolean {
  const errors = chain(thrown);
  return isNode() && !/^ERR_SSL_/.test(String(errors[0]?.code)) && errors.some(isConnectFailure);
}

function isConnectFailure({ code, syscall, message, errors }: Record<string, unknown>): boolean {
  if (Array.isArray(errors) && errors.length > 0) {
    return errors.every((error) => chain(error).some(isConnectFailure));
  }
  return (
    certificateCodes.test(String(code)) ||
    [syscall, code, message].some((said) => connectFailures.test(String(said)))
  );
}

/** Whether what `fetch` threw is about the server's certificate, which the next attempt would meet again. */
export function isCertificateError(thrown: unknown): boolean {
  return chain(thrown).some(({ code }) => certificateCodes.test(String(code)));
}

/** An error, its cause, that one's cause, and so on. */
function chain(thrown: unknown): Record<string, unknown>[] {
  const found: Record<string, unknown>[] = [];
  for (let error = thrown; isObject(error) && found.length < 5; error = error.cause) found.push(error);
  return found;
}

/** Browsers, workerd, Bun and Deno either tell nothing or send again by themselves before they report a refusal. */
function isNode(): boolean {
  const { process } = globalThis as { process?: { versions?: Record<string, unknown> } };
  return (
    process?.versions?.node !== undefined && !("bun" in process.versions) && !("deno" in process.versions)
  );
}

import { isObject } from "../values.js";

/** Codes, system calls and messages of errors without a connection. */
const connectSigns = new Set([
  "ECONNREFUSED", // nothing listens there
  "ENOTFOUND", // the name has no address
  "EAI_AGAIN", // the resolver did not answer
  "connect", // the system call, with any code
  "getaddrinfo", // the system call, with any code
  "UND_ERR_CONNECT_TIMEOUT", // undici gave up on the connection
  "UND_ERR_INVALID_ARG", // undici rejected the request
  "bad port", // https://fetch.spec.whatwg.org/#port-blocking
]);

/** The server's certificate is not trusted, or is for another host. */
const certificateCode = /CERT|UNABLE_TO_VERIFY|CRL_|ERR_TLS_/;

const connectPatterns = [
  certificateCode,
  /^ERR_SSL_(?!.*(RECORD_MAC|DECRYPT|EOF))/, // the handshake; an undecryptable record comes after the request
  /before secure TLS connection/, // the handshake was cut
  /HTTP Tunneling/, // a proxy rejected the tunnel
];

/**
 * `true` if an error of `fetch` proves that nothing was sent. Only errors of Node's own `fetch` do: other runtimes and
 * libraries give no reason, repeat requests by themselves, or use handshake codes for a connection that breaks after the
 * request. Errors of Node's `fetch` are recognized by their message, also inside another error.
 */
export function wasNeverSent(thrown: unknown): boolean {
  return isNode() && chain(thrown).some((error) => isInvalidRequest(error) || isFailedConnect(error));
}

/** `true` if every attempt would fail: the certificate is not trusted, or `fetch` rejects the request. */
export function canNeverSucceed(thrown: unknown): boolean {
  return chain(thrown).some((error) => certificateCode.test(String(error.code)) || isInvalidRequest(error));
}

/** Node's `fetch` rejected its arguments, such as an `AbortSignal` of jsdom. */
function isInvalidRequest({ name, message }: ErrorLike): boolean {
  return name === "TypeError" && String(message).startsWith("RequestInit: ");
}

/** A `TypeError: fetch failed` without a connection. */
function isFailedConnect({ name, message, cause }: ErrorLike): boolean {
  return name === "TypeError" && message === "fetch failed" && chain(cause).some(isConnectError);
}

function isConnectError({ code, syscall, message, errors }: ErrorLike): boolean {
  // An error for each address that was tried.
  if (Array.isArray(errors) && errors.length > 0) {
    return errors.every((error) => chain(error).some(isConnectError));
  }
  const signs = [code, syscall, message].map(String);
  return signs.some(
    (sign) => connectSigns.has(sign) || connectPatterns.some((pattern) => pattern.test(sign)),
  );
}

type ErrorLike = Record<string, unknown>;

/** An error and its chain of causes. */
function chain(thrown: unknown): ErrorLike[] {
  const found: ErrorLike[] = [];
  for (let error = thrown; isObject(error) && found.length < 5; error = error.cause) found.push(error);
  return found;
}

/** Bun and Deno also have a `process`. */
function isNode(): boolean {
  const { process } = globalThis as { process?: { versions?: Record<string, unknown> } };
  const versions = process?.versions ?? {};
  return "node" in versions && !("bun" in versions) && !("deno" in versions);
}

import { isObject } from "../values.js";

/** What an error's code, system call or message is when there was no connection. */
const connectSigns = new Set([
  "ECONNREFUSED", // nothing listens there
  "ENOTFOUND", // the name has no address
  "EAI_AGAIN", // the resolver did not answer
  "connect", // the system call, whatever its code
  "getaddrinfo", // as that
  "UND_ERR_CONNECT_TIMEOUT", // undici gave up on the connection
  "UND_ERR_INVALID_ARG", // undici refused the request
  "bad port", // https://fetch.spec.whatwg.org/#port-blocking
]);

/** The server's certificate is not trusted, or is for another host. */
const certificateCode = /CERT|UNABLE_TO_VERIFY|CRL_|ERR_TLS_/;

const connectPatterns = [
  certificateCode,
  /^ERR_SSL_(?!.*(RECORD_MAC|DECRYPT|EOF))/, // the handshake; a record that can't be decrypted comes behind the request
  /before secure TLS connection/, // the handshake was cut
  /HTTP Tunneling/, // a proxy refused the tunnel
];

/**
 * Whether what `fetch` threw proves that nothing was sent. Only Node's own `fetch` proves anything: other runtimes and
 * libraries tell nothing, send again by themselves, or have the codes of a handshake when a connection breaks behind the
 * request. Its errors are known by their message, also under a wrapper's.
 */
export function wasNeverSent(thrown: unknown): boolean {
  return isNode() && chain(thrown).some((error) => isInvalidRequest(error) || isFailedConnect(error));
}

/** Whether the next attempt would fail as this one did: the certificate is not trusted, or `fetch` refuses the request. */
export function canNeverSucceed(thrown: unknown): boolean {
  return chain(thrown).some((error) => certificateCode.test(String(error.code)) || isInvalidRequest(error));
}

/** Node's `fetch` refuses a request that it was given, such as one with an `AbortSignal` of jsdom's. */
function isInvalidRequest({ name, message }: ErrorLike): boolean {
  return name === "TypeError" && String(message).startsWith("RequestInit: ");
}

/** A `TypeError: fetch failed` for want of a connection. */
function isFailedConnect({ name, message, cause }: ErrorLike): boolean {
  return name === "TypeError" && message === "fetch failed" && chain(cause).some(isConnectError);
}

function isConnectError({ code, syscall, message, errors }: ErrorLike): boolean {
  // One for each address that was tried.
  if (Array.isArray(errors) && errors.length > 0) {
    return errors.every((error) => chain(error).some(isConnectError));
  }
  const signs = [code, syscall, message].map(String);
  return signs.some(
    (sign) => connectSigns.has(sign) || connectPatterns.some((pattern) => pattern.test(sign)),
  );
}

type ErrorLike = Record<string, unknown>;

/** An error, its cause, that one's cause, and so on. */
function chain(thrown: unknown): ErrorLike[] {
  const found: ErrorLike[] = [];
  for (let error = thrown; isObject(error) && found.length < 5; error = error.cause) found.push(error);
  return found;
}

/** Bun and Deno have a `process` too. */
function isNode(): boolean {
  const { process } = globalThis as { process?: { versions?: Record<string, unknown> } };
  const versions = process?.versions ?? {};
  return "node" in versions && !("bun" in versions) && !("deno" in versions);
}

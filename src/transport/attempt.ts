import { type TrutoApiError, type TrutoConnectionError, TrutoError, TrutoInputError } from "../errors.js";
import { checkToken } from "../options/resolve.js";
import { type Call, isSafe } from "./call.js";
import { Deadline } from "./deadline.js";
import { apiError, callerError, connectionError, redirectProblem, timeoutError } from "./fail.js";
import { isCertificateError, mayHaveActed, wasNeverSent } from "./outcome.js";
import {
  discard,
  errorBodyLimit,
  isResponse,
  parseErrorBody,
  type Reader,
  readText,
  UnusableBody,
} from "./read.js";
import { redact, safeCause } from "./redact.js";
import { isRetryable } from "./retry.js";

/** A success, read. */
export interface Success<T> {
  data: T;
  response: Response;
  attempts: number;
}

/** Why an attempt failed; `retry` is the same error where another attempt could do better. */
export interface Failure {
  /** An error of this package, or the caller's reason on abort. */
  error: unknown;
  retry?: TrutoApiError | TrutoConnectionError | undefined;
}

/** Sends a request once. It never rejects. */
export async function attempt<T>(call: Call, read: Reader<T>): Promise<Success<T> | Failure> {
  const { signal, method, url, body, client } = call;
  if (signal?.aborted) return { error: signal.reason };
  call.attempts++;
  const deadline = new Deadline(signal, call.timeout);
  let sent = false;
  let pending: Promise<unknown> | undefined;
  let response: Response | undefined;
  try {
    const { token: given } = client;
    const token = typeof given === "string" ? given : await deadline.race(askToken(call, given));
    call.tokens.push(token);
    // Looked up at each call and called unbound, so that a fetch replaced later, by a mock or a tracer, is used.
    const fetch = client.fetch ?? globalThis.fetch;
    if (typeof fetch !== "function")
      throw new TrutoInputError("this runtime has no fetch: give one as an option", call);
    sent = true;
    // Followed, a 303 would turn a delete into a GET that looks like success. https://fetch.spec.whatwg.org/#http-redirect-fetch
    const init = {
      method,
      headers: { ...call.headers, authorization: `Bearer ${token}` },
      redirect: "manual",
      signal: deadline.signal,
      ...(body && { body }),
    } as const;
    pending = Promise.resolve(fetch(url, init));
    const answered = await deadline.race(pending);
    if (!isResponse(answered)) throw new TypeError("fetch did not give a Response");
    response = answered;
    const redirected = wasRedirected(response, url);
    if (redirected || response.status < 200 || response.status > 299) {
      return await refusal(call, response, deadline, redirected);
    }
    return { data: await deadline.race(read(response, call)), response, attempts: call.attempts };
  } catch (thrown) {
    // A fetch that ignores its signal may still get a response.
    if (deadline.stopped) pending?.then(discard, () => {});
    if (deadline.stopped === "aborted") return { error: signal?.reason };
    if (thrown instanceof TrutoError) return { error: thrown };
    const cause = safeCause(call.tokens, thrown);
    call.mayHaveBeenApplied ||= sent && (!!response || !wasNeverSent(cause)) && !isSafe(method);
    if (deadline.stopped) return { error: timeoutError(call) };
    if (thrown instanceof UnusableBody && response) {
      const text = redact(call.tokens, thrown.text);
      return { error: apiError(call, response, parseErrorBody(text, String), thrown.message) };
    }
    const error = connectionError(call, thrown);
    // A success is not asked for again: the next response would only be that the contact is gone.
    return { error, retry: response || isCertificateError(cause) ? undefined : error };
  } finally {
    deadline.end();
  }
}

async function askToken(call: Call, ask: () => unknown): Promise<string> {
  let token: unknown;
  try {
    token = await ask();
  } catch (thrown) {
    throw callerError(call, "token", thrown);
  }
  checkToken(token, call);
  return token;
}

/** Whether a `fetch` followed a redirect against its orders; polyfills and HTTP libraries do. */
function wasRedirected({ redirected, url }: Response, sentTo: string): boolean {
  if (redirected || !url || url === sentTo) return redirected === true;
  return new URL(url, sentTo).href.split("#")[0] !== new URL(sentTo).href;
}

/** Turns a response that is no success into its error. */
async function refusal(
  call: Call,
  response: Response,
  deadline: Deadline,
  redirected: boolean,
): Promise<Failure> {
  const { text } = await readText(response, errorBodyLimit, (work) => deadline.race(work));
  if (deadline.stopped === "aborted") return { error: call.signal?.reason };
  const body = parseErrorBody(text, (part) => redact(call.tokens, part));
  const { status } = response;
  call.mayHaveBeenApplied ||= (redirected || mayHaveActed(status, body)) && !isSafe(call.method);
  const error = apiError(call, response, body, redirectProblem(response, redirected));
  return { error, retry: !redirected && isRetryable(status, body) ? error : undefined };
}

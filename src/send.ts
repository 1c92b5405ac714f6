import { discard, guardStream, isResponse, parseErrorBody, readErrorText, UnreadableBody } from "./body.js";
import { Deadline, longestTimer, sleep } from "./deadline.js";
import { safeCause, TrutoApiError, type TrutoConnectionError, TrutoError } from "./errors.js";
import {
  type ApiRequest,
  apiError,
  type Call,
  callerFailed,
  lost,
  redact,
  redirectProblem,
  silent,
} from "./failure.js";
import {
  type CallOptions,
  checkTiming,
  checkToken,
  type Fetch,
  plainHeaders,
  type Settings,
} from "./options.js";
import { backoff, isRetryable, mayHaveActed, wasNeverSent } from "./retry.js";

/** A success, read. */
export interface Sent<T> {
  data: T;
  response: Response;
  attempts: number;
}

/** Reads a success. */
export type Read<T> = (response: Response, call: Call) => Promise<T>;

/**
 * Sends a request, again where that is safe and of use, until it succeeds or fails for good.
 * @throws {TrutoError} of the kind of the last failure, or the caller's own reason on abort.
 */
export async function send<T>(
  settings: Settings,
  request: ApiRequest,
  options: CallOptions,
  read: Read<T>,
): Promise<Sent<T>> {
  checkTiming(options);
  const { timeout = settings.timeout, maxRetries = settings.maxRetries } = options;
  const signal = options.signal ?? undefined;
  const headers = { ...settings.headers, ...plainHeaders(options.headers) };
  headers["idempotency-key"] ??= crypto.randomUUID();
  const { name, method, url, body } = request;
  const call: Call = {
    name,
    method,
    url,
    body,
    headers,
    settings,
    signal,
    timeout,
    tokens: [],
    attempts: 0,
    mayHaveBeenApplied: false,
  };
  const maxRetryDelay = Math.min(settings.maxRetryDelay, longestTimer);
  for (;;) {
    const result = await attempt(call, read);
    if (!(result instanceof TrutoError)) return result;
    const { status, retryAfter } = result instanceof TrutoApiError ? result : {};
    const delay = retryAfter ?? Math.min(backoff(call.attempts), maxRetryDelay);
    const mayImprove = status === undefined || isRetryable(status);
    if (!mayImprove || call.attempts > maxRetries || delay > maxRetryDelay) throw result;
    try {
      const told: unknown = settings.onRetry?.({ attempt: call.attempts, delay, reason: result, status });
      // Not awaited, as it might never settle; unhandled, its rejection would end a Node process amid the call.
      Promise.resolve(told).catch(() => {});
    } catch (thrown) {
      throw callerFailed(call, "onRetry", thrown);
    }
    await sleep(delay, signal);
  }
}

/** Hands the body of a success on unread. */
export function unread(response: Response, call: Call): ReadableStream<Uint8Array> {
  // The delete was answered: whatever happens to the body, it has been applied.
  const answered = { ...call, mayHaveBeenApplied: true };
  return guardStream(response, call.signal, call.timeout, {
    silent: () => silent(answered),
    lost: (thrown) => lost(answered, thrown),
  });
}

/** Sends once; gives back a failure that another attempt could mend, and throws every other. */
async function attempt<T>(
  call: Call,
  read: Read<T>,
): Promise<Sent<T> | TrutoApiError | TrutoConnectionError> {
  const { signal, settings, method, url, body } = call;
  if (signal?.aborted) throw signal.reason;
  call.attempts++;
  const { fetch } = settings;
  const deadline = new Deadline(signal, call.timeout);
  let sent = false;
  let answer: ReturnType<Fetch> | undefined;
  let response: Response | undefined;
  try {
    let { token } = settings;
    if (typeof token === "function") token = await deadline.race(askToken(call, token));
    call.tokens.push(token);
    const headers = { ...call.headers, authorization: `Bearer ${token}` };
    sent = true;
    // Followed, a 303 would turn a delete into a GET that looks like success. https://fetch.spec.whatwg.org/#http-redirect-fetch
    const init = {
      method,
      headers,
      redirect: "manual",
      signal: deadline.signal,
      ...(body && { body }),
    } as const;
    answer = Promise.resolve(fetch(url, init));
    const answered = await deadline.race(answer);
    if (!isResponse(answered)) throw new TypeError("fetch did not give a Response");
    response = answered;
    const { status, redirected } = response;
    if (redirected) throw await refusal(call, response, deadline);
    if (status < 200 || status > 299) return await refusal(call, response, deadline);
    return { data: await deadline.race(read(response, call)), response, attempts: call.attempts };
  } catch (thrown) {
    // A fetch that ignores its signal may still answer.
    if (deadline.stopped) answer?.then(discard, () => {});
    if (deadline.stopped === "aborted") throw signal?.reason;
    if (thrown instanceof TrutoError) throw thrown;
    call.mayHaveBeenApplied ||= sent && (response !== undefined || !wasNeverSent(safeCause(thrown, String)));
    if (deadline.stopped) throw silent(call);
    if (response === undefined) return lost(call, thrown);
    // A success is not asked for again: the next answer would only be that the contact is gone.
    if (!(thrown instanceof UnreadableBody)) throw lost(call, thrown);
    throw apiError(call, response, redact(call, thrown.text), thrown.message);
  } finally {
    deadline.end();
  }
}

async function askToken(call: Call, token: () => string | Promise<string>): Promise<string> {
  let given: unknown;
  try {
    given = await token();
  } catch (thrown) {
    throw callerFailed(call, "token", thrown);
  }
  checkToken(given, call);
  return given;
}

/** Turns an answer that is no success into its error. */
async function refusal(call: Call, response: Response, deadline: Deadline): Promise<TrutoApiError> {
  const text = await readErrorText(response, (work) => deadline.race(work));
  if (deadline.stopped === "aborted") throw call.signal?.reason;
  const body = parseErrorBody(text, (part) => redact(call, part));
  call.mayHaveBeenApplied ||= response.redirected || mayHaveActed(response.status, body);
  return apiError(call, response, body, redirectProblem(response));
}

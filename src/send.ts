import { discard, guardStream, parseErrorBody, readErrorText, UnreadableBody } from "./body.js";
import { Deadline, longestTimer, sleep } from "./deadline.js";
import {
  isObject,
  type Outcome,
  safeCause,
  TrutoApiError,
  TrutoConnectionError,
  TrutoError,
  TrutoInputError,
  TrutoTimeoutError,
} from "./errors.js";
import { type CallOptions, checkTiming, checkToken, plainHeaders, type Settings } from "./options.js";
import { backoff, isRetryable, mayHaveActed, parseRateLimit, type RateLimit, wasNeverSent } from "./retry.js";

/** What every attempt of a call sends. */
export interface ApiRequest {
  /** The call's name in messages, such as `DELETE /unified/crm/contacts/{id}`. */
  name: string;
  method: string;
  url: string;
  body?: ArrayBuffer;
}

/** Reads a success; `guard` hands its body on unread. */
export type Read<T> = (response: Response, guard: () => ReadableStream<Uint8Array>) => T | Promise<T>;

/** The data of a success, with what came along. */
export interface TrutoResponse<T> {
  data: T;
  /** The answer itself; its body has been read, or is read by the stream in `data`. */
  response: Response;
  /** Requests sent or tried, the first one included. */
  attempts: number;
  /** The provider's limits, when it tells them. */
  rateLimit: RateLimit | undefined;
}

/** A call under way: how far it has come, and what all its attempts share. */
interface Call<T> extends Outcome {
  readonly settings: Settings;
  readonly request: ApiRequest;
  readonly read: Read<T>;
  readonly headers: Record<string, string>;
  readonly signal: AbortSignal | undefined;
  readonly timeout: number;
  /** Every token used so far: none may show in an error. */
  readonly tokens: Set<string>;
}

/**
 * Sends a request, again where that is safe and of use, until it succeeds or fails for good.
 * @throws {TrutoError} of the kind of the last failure, or the caller's own reason on abort.
 */
export async function send<T>(
  settings: Settings,
  request: ApiRequest,
  options: CallOptions,
  read: Read<T>,
): Promise<TrutoResponse<T>> {
  checkTiming(options);
  const { timeout = settings.timeout, maxRetries = settings.maxRetries } = options;
  const signal = options.signal ?? undefined;
  const headers = { ...settings.headers, ...plainHeaders(options.headers) };
  headers["idempotency-key"] ??= crypto.randomUUID();
  const progress = { tokens: new Set<string>(), attempts: 0, mayHaveBeenApplied: false };
  const call: Call<T> = { settings, request, read, headers, signal, timeout, ...progress };
  const maxRetryDelay = Math.min(settings.maxRetryDelay, longestTimer);
  for (;;) {
    const result = await attempt(call);
    if ("data" in result) return result;
    const { status, retryAfter } = result instanceof TrutoApiError ? result : {};
    const delay = retryAfter ?? Math.min(backoff(call.attempts), maxRetryDelay);
    const mayImprove = status === undefined || isRetryable(status);
    if (!mayImprove || call.attempts > maxRetries || delay > maxRetryDelay) throw result;
    const event = { attempt: call.attempts, delay, reason: result, status };
    await callerFunction(call, "onRetry", () => settings.onRetry?.(event));
    await sleep(delay, signal);
  }
}

/** Sends once; gives back a failure that another attempt could mend, and throws every other. */
async function attempt<T>(call: Call<T>): Promise<TrutoResponse<T> | TrutoApiError | TrutoConnectionError> {
  if (call.signal?.aborted) throw call.signal.reason;
  call.attempts++;
  const deadline = new Deadline(call.signal, call.timeout);
  let answer: Promise<Response> | undefined;
  let response: Response | undefined;
  try {
    const token = await deadline.race(callerFunction(call, "token", call.settings.token));
    checkToken(token, call);
    call.tokens.add(token);
    answer = startFetch(call, token, deadline.signal);
    response = await deadline.race(answer);
    if (!isSuccess(response)) return await refusal(call, response, deadline);
    const data = await deadline.race(startRead(call, response));
    return { data, response, attempts: call.attempts, rateLimit: parseRateLimit(response.headers) };
  } catch (thrown) {
    // A fetch that ignores its signal may still answer.
    if (deadline.stopped) answer?.then(discard, () => {});
    if (deadline.stopped === "aborted") throw call.signal?.reason;
    if (thrown instanceof TrutoError) throw thrown;
    call.mayHaveBeenApplied ||= response !== undefined || (answer !== undefined && !wasNeverSent(thrown));
    if (deadline.stopped) throw silent(call);
    if (response === undefined) return lost(call, thrown);
    // A success is not asked for again: the next answer would only be that the contact is gone.
    throw thrown instanceof UnreadableBody ? unreadable(call, response, thrown) : lost(call, thrown);
  } finally {
    deadline.end();
  }
}

/** Runs a function of the caller; what it throws is reported with the outcome so far. */
async function callerFunction<T, R>(call: Call<T>, option: string, run: () => R | Promise<R>): Promise<R> {
  try {
    return await run();
  } catch (thrown) {
    const cause = safeCause(thrown, (text) => redact(call, text));
    throw new TrutoInputError(`${option} failed: see cause`, call, { cause });
  }
}

/** Asynchronous, so that what a custom fetch throws at once is a rejection like any other. */
async function startFetch<T>(call: Call<T>, token: string, signal: AbortSignal): Promise<Response> {
  const { fetch } = call.settings;
  const { method, url, body } = call.request;
  const headers = { ...call.headers, authorization: `Bearer ${token}` };
  // Followed, a 303 would turn a delete into a GET that looks like success. https://fetch.spec.whatwg.org/#http-redirect-fetch
  const response = await fetch(url, { method, headers, redirect: "manual", signal, ...(body && { body }) });
  if (!isResponse(response)) throw new TypeError("fetch did not give a Response");
  return response;
}

/** A fetch of the caller's may bring a class of its own, so `instanceof` would tell nothing. */
function isResponse(value: unknown): value is Response {
  if (!isObject(value) || !isObject(value.headers)) return false;
  return typeof value.status === "number" && typeof value.headers.get === "function";
}

async function startRead<T>(call: Call<T>, response: Response): Promise<T> {
  const guard = () =>
    guardStream(response, call.signal, call.timeout, {
      silent: () => silent({ ...call, mayHaveBeenApplied: true }),
      lost: (thrown) => lost({ ...call, mayHaveBeenApplied: true }, thrown),
    });
  return call.read(response, guard);
}

function isSuccess(response: Response): boolean {
  return response.status >= 200 && response.status < 300 && !response.redirected;
}

/** Turns an answer that is no success into its error. */
async function refusal<T>(call: Call<T>, response: Response, deadline: Deadline): Promise<TrutoApiError> {
  const text = await readErrorText(response, (work) => deadline.race(work));
  if (deadline.stopped === "aborted") throw call.signal?.reason;
  const body = parseErrorBody(text, (part) => redact(call, part));
  call.mayHaveBeenApplied ||= mayHaveActed(response.status, body);
  return apiError(call, response, body, redirectProblem(response));
}

function redirectProblem({ status, headers, redirected, url, type }: Response): string | undefined {
  if (redirected) return `fetch followed a redirect to ${url}`;
  if (status >= 400) return undefined;
  if (type === "opaqueredirect") return "redirected, and redirects are not followed";
  return `redirected to ${headers.get("location")}, and redirects are not followed`;
}

function unreadable<T>(call: Call<T>, response: Response, { text, message }: UnreadableBody): TrutoApiError {
  return apiError(call, response, redact(call, text) || undefined, message);
}

function apiError<T>(call: Call<T>, response: Response, body: unknown, problem?: string): TrutoApiError {
  const headers = new Headers();
  response.headers.forEach((value, name) => {
    headers.append(name, redact(call, value));
  });
  const { status, statusText } = response;
  const answer = { status, statusText: redact(call, statusText), headers, body };
  return new TrutoApiError(call.request.name, answer, call, problem && redact(call, problem));
}

function silent<T>(call: Call<T>): TrutoTimeoutError {
  return new TrutoTimeoutError(`${call.request.name}: no answer within ${call.timeout} ms`, call);
}

function lost<T>(call: Call<T>, thrown: unknown): TrutoConnectionError {
  const cause = safeCause(thrown, (text) => redact(call, text));
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  const why = inner instanceof Error ? inner.message : String(inner);
  return new TrutoConnectionError(`${call.request.name}: no complete answer: ${why}`, call, { cause });
}

/** Takes every token of the call out of a text, as it is and as JSON or a URL writes it. */
function redact<T>(call: Call<T>, text: string): string {
  for (const token of call.tokens) {
    // So short a token is no secret, and its letters may be part of any word.
    if (token.length < 6) continue;
    for (const form of [token, JSON.stringify(token).slice(1, -1), encodeURIComponent(token)]) {
      text = text.replaceAll(form, "[token]");
    }
  }
  return text;
}

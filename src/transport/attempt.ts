import { TrutoInputError } from "../errors.js";
import type { Call } from "./call.js";
import { abortReason, Deadline } from "./deadline.js";
import { type Exchange, type Failure, responseFailure, thrownFailure } from "./fail.js";
import { isSuccess } from "./outcome.js";
import type { Reader } from "./read.js";
import { discard, isResponse, wasRedirected } from "./response.js";
import { tokenFor } from "./token.js";

/** A success, read. */
export interface Success<T> {
  data: T;
  response: Response;
  attempts: number;
}

/** Sends a request once. It never rejects. */
export async function attempt<T>(call: Call, read: Reader<T>): Promise<Success<T> | Failure> {
  const { signal } = call;
  if (signal?.aborted) return { error: abortReason(signal) };
  call.attempts++;
  const deadline = new Deadline(signal, call.timeout);
  const exchange: Exchange = { isSent: false };
  try {
    const response = await fetchOnce(call, deadline, exchange);
    if (wasRedirected(response, call.url) || !isSuccess(call, response.status)) {
      return await responseFailure(call, response, deadline);
    }
    return { data: await deadline.race(read(response, call)), response, attempts: call.attempts };
  } catch (thrown) {
    // A fetch that ignores its signal may still get a response.
    if (deadline.stopped) exchange.answer?.then(discard, () => {});
    return thrownFailure(call, deadline, exchange, thrown);
  } finally {
    deadline.end();
  }
}

/** Asks for the token, calls `fetch`, and waits for the headers. */
async function fetchOnce(call: Call, deadline: Deadline, exchange: Exchange): Promise<Response> {
  const { client, method, url, body, fetchOptions } = call;
  const token = await tokenFor(call, deadline);
  // Looked up at each call, to use a `fetch` that a mock or a tracer replaced later; called unbound.
  const fetch = client.fetch ?? globalThis.fetch;
  if (typeof fetch !== "function") {
    throw new TrutoInputError("this runtime has no fetch: give one as an option", call);
  }
  call.onSend?.();
  exchange.isSent = true;
  exchange.answer = Promise.resolve(
    fetch(url, {
      ...fetchOptions,
      method,
      headers: { ...call.headers, authorization: `Bearer ${token}` },
      // Followed, a 303 would turn any other method into a GET. https://fetch.spec.whatwg.org/#http-redirect-fetch
      redirect: "manual",
      signal: deadline.signal,
      ...(body && { body }),
    }),
  );
  const answer = await deadline.race(exchange.answer);
  if (!isResponse(answer)) throw new TypeError("fetch did not give a Response");
  exchange.response = answer;
  return answer;
}

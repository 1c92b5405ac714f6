import type { RateLimit } from "../errors.js";
import type { Success } from "./attempt.js";
import { parseRateLimit } from "./headers.js";

/** The data of a success, with its response. */
export interface TrutoResponse<T> {
  data: T;
  /** The response itself; its body has been read, or is read by the stream in `data`. */
  response: Response;
  /** Requests sent or tried, the first one included. */
  attempts: number;
  /** The provider's limits, if the response has them. */
  rateLimit: RateLimit | undefined;
}

/** The promise of a call's data, which can give the whole response instead. */
export interface ApiPromise<T> extends Promise<T> {
  /** Resolves to the data with the HTTP response, the number of attempts and the rate limit. */
  withResponse(): Promise<TrutoResponse<T>>;
}

/** Adds `withResponse()` to the promise of the data. */
export function apiPromise<T>(sent: Promise<Success<T>>): ApiPromise<T> {
  const data = sent.then((success) => success.data);
  return Object.assign(data, {
    withResponse() {
      // The promise of `withResponse()` reports the failure instead.
      data.catch(() => {});
      return sent.then((success) => ({ ...success, rateLimit: parseRateLimit(success.response.headers) }));
    },
  });
}

import { TrutoApiError, type TrutoConnectionError } from "../errors.js";
import type { Call } from "./call.js";
import { longestTimer } from "./deadline.js";
import { isTrutoError } from "./outcome.js";

/** The shortest backoff, in ms, to avoid a hot loop. */
const minimumBackoff = 100;
/** The longest backoff, in ms. */
const maximumBackoff = 8_000;

/**
 * `true` if the same request may succeed later. Truto's own 503 says that the account is blocked; any other comes
 * from something on the way.
 */
export function isRetryable(status: number, body: unknown): boolean {
  return status === 429 || (status >= 500 && (status !== 503 || !isTrutoError(status, body)));
}

/** Milliseconds until the next attempt; `undefined` if the call must end with this error. */
export function retryDelay(
  call: Call,
  error: TrutoApiError | TrutoConnectionError,
  maxRetries: number,
): number | undefined {
  // A POST that may have been applied is not repeated without the caller's own idempotency key.
  if (call.attempts > maxRetries || (call.mayHaveBeenApplied && !call.isRepeatable)) return undefined;
  const maxRetryDelay = Math.min(call.client.maxRetryDelay, longestTimer);
  const delay =
    (error instanceof TrutoApiError && error.retryAfter) || Math.min(backoff(call.attempts), maxRetryDelay);
  return delay > maxRetryDelay ? undefined : delay;
}

/**
 * Wait in ms before the attempt after number `attempt`: exponential with full jitter.
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function backoff(attempt: number): number {
  const ceiling = Math.min(maximumBackoff, 250 * 2 ** attempt);
  return minimumBackoff + Math.random() * (ceiling - minimumBackoff);
}

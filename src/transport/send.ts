import { withoutPrototype } from "../options/names.js";
import { plainHeaders, type ResolvedOptions } from "../options/resolve.js";
import type { RequestOptions } from "../options/types.js";
import { attempt, type Success } from "./attempt.js";
import { type ApiRequest, type Call, isSafe, onSendName } from "./call.js";
import { sleep } from "./deadline.js";
import { callerError } from "./fail.js";
import { randomKey } from "./key.js";
import type { Reader } from "./read.js";
import { retryDelay } from "./retry.js";

/**
 * Sends a request, with retries where they are safe and useful.
 * @throws {TrutoError} for the last failure, or rejects with the caller's own reason on abort
 */
export async function send<T>(
  client: ResolvedOptions,
  request: ApiRequest,
  options: RequestOptions,
  read: Reader<T>,
): Promise<Success<T>> {
  const { maxRetries = client.maxRetries } = options;
  const call = startCall(client, request, options);
  let result = await attempt(call, read);
  while ("error" in result) {
    const { error, retry } = result;
    const delay = retry && retryDelay(call, retry, maxRetries);
    if (!delay) throw error;
    tellRetry(call, retry, delay);
    await sleep(delay, call.signal);
    result = await attempt(call, read);
  }
  return result;
}

function startCall(client: ResolvedOptions, request: ApiRequest, options: RequestOptions): Call {
  const { method, path } = request;
  const headers = withoutPrototype({ ...client.headers, ...plainHeaders(options.headers) });
  const isKeyGiven = "idempotency-key" in headers;
  if (!isSafe(method)) headers["idempotency-key"] ??= randomKey();
  return {
    ...request,
    client,
    headers,
    signal: options.signal ?? undefined,
    timeout: options.timeout ?? client.timeout,
    isRepeatable: isKeyGiven || !/^(POST|PATCH)$/i.test(method),
    request: { method, path, idempotencyKey: headers["idempotency-key"] },
    onSend: Reflect.get(options, onSendName),
    tokens: [],
    attempts: 0,
    mayHaveBeenApplied: false,
  };
}

/** Tells the caller of a retry before its wait. */
function tellRetry(call: Call, reason: RetryReason, delay: number): void {
  try {
    const status = "status" in reason ? reason.status : undefined;
    const told: unknown = call.client.onRetry?.({ attempt: call.attempts, delay, reason, status });
    // Not awaited, as it might never settle; handled, as an unhandled rejection ends a Node process.
    Promise.resolve(told).catch(() => {});
  } catch (thrown) {
    throw callerError(call, "onRetry", thrown);
  }
}

type RetryReason = Parameters<typeof retryDelay>[1];

import { type ClientDefaults, defaultsOf } from "../client.js";
import { copyKnown } from "../options/names.js";
import { check, checkRequestOptions } from "../options/resolve.js";
import type { IdList } from "./ids.js";
import { resolveLimits } from "./limits.js";
import type { DeleteContactsOptions, RunClient } from "./types.js";

const optionNames = Object.keys({
  concurrency: 1,
  signal: 1,
  timeout: 1,
  maxRetries: 1,
  maxPause: 1,
  stopAfter: 1,
  stopAfterGone: 1,
  limits: 1,
  total: 1,
  sentBefore: 1,
  triedBefore: 1,
  onSend: 1,
  resumeKey: 1,
  onProgress: 1,
  onPause: 1,
} satisfies Record<keyof DeleteContactsOptions, 1>);

/** The highest default of `concurrency`. */
const mostConcurrent = 1_000;

/** The options of a run, checked and complete. */
export type Settings = ReturnType<typeof resolveRunOptions>;

/**
 * Copies and checks the options of a run and fills in the defaults.
 * @throws {TrutoInputError} naming the option that is wrong
 */
export function resolveRunOptions(given: DeleteContactsOptions, ids: object, client: ClientDefaults) {
  const options = copyKnown("option", given, optionNames);
  const limits = resolveLimits(options.limits);
  const { account, token, window } = limits;
  const { maxPause = 300_000, stopAfter = 20, stopAfterGone = 50, triedBefore = false } = options;
  const { signal, timeout, maxRetries = client.maxRetries ?? 2, total = sizeOf(ids) } = options;
  const { concurrency = Math.min(Math.floor(account), mostConcurrent) } = options;
  const { onSend, resumeKey, onProgress, onPause, sentBefore = [] } = options;
  for (const [name, value] of Object.entries({ account, token })) {
    const isLimit = typeof value === "number" && value >= 1;
    check(isLimit, `limits.${name} must be a number, 1 or more: for fewer requests, give a longer window`);
  }
  for (const [name, value] of Object.entries({ maxPause, stopAfter, stopAfterGone, window, concurrency })) {
    check(typeof value === "number" && value > 0, `${name} must be a number above 0`);
  }
  checkRequestOptions({ signal, timeout, maxRetries });
  check(total === undefined || (Number.isFinite(total) && total >= 0), "total must be a number, 0 or more");
  check(typeof triedBefore === "boolean", "triedBefore must be true or false");
  check(
    Array.isArray(sentBefore) && sentBefore.every(Number.isFinite),
    "sentBefore must be an array of times by Date.now()",
  );
  for (const [name, value] of Object.entries({ onSend, resumeKey, onProgress, onPause })) {
    check(value === undefined || typeof value === "function", `${name} must be a function`);
  }
  return {
    ...{ concurrency, maxRetries, maxPause, stopAfter, stopAfterGone, limits, total, triedBefore },
    ...{ onSend, resumeKey, onProgress, onPause },
    signal: signal ?? undefined,
    timeout,
    /** Milliseconds after which a request has certainly ended. */
    slotTimeout: timeout ?? client.timeout ?? 30_000,
    sentBefore: [...sentBefore],
    callsOnSend: client.callsOnSend === true,
  };
}

/** @throws {TrutoInputError} for a value without the method that a run calls */
export function checkClient(client: RunClient): ClientDefaults {
  const isClient = typeof client === "object" && typeof client?.contacts?.delete === "function";
  check(isClient, "the first argument must be a client, as createTrutoClient makes it");
  return defaultsOf(client);
}

/** @throws {TrutoInputError} for a value that is not a list of ids */
export function checkIds(ids: IdList): void {
  // A string would be a list of its characters.
  check(typeof ids !== "string", "ids must be a list, not a string");
  const isList =
    typeof ids === "object" && ids !== null && (Symbol.asyncIterator in ids || Symbol.iterator in ids);
  check(isList, "ids must be a list: an array, a set, or anything that `for await` takes");
}

/** Copies an array or a set, which the caller may change later. Any other list is read during the run. */
export function copyIds(ids: IdList): IdList {
  return Array.isArray(ids) || ids instanceof Set ? [...ids] : ids;
}

/** The number of ids in an array or a set. */
function sizeOf(ids: object): number | undefined {
  const { length, size } = ids as { length?: unknown; size?: unknown };
  return [length, size].find((value) => typeof value === "number");
}

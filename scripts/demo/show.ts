import { inspect } from "node:util";
import type { FetchInit, TrutoApiError } from "../../src/index.js";

/** Sends a request, and prints its line and the status that came back. */
export async function shownFetch(url: string, init: FetchInit): Promise<Response> {
  const { pathname, search } = new URL(url);
  const target = pathname + search;
  const decoded = decodeURIComponent(target);
  console.log(`  > ${init.method} ${target}`);
  if (decoded !== target) console.log(`    that is ${decoded}`);
  const response = await fetch(url, init);
  console.log(`  < ${response.status} ${response.statusText}`);
  return response;
}

/** Prints a value under the name of its type. */
export function showValue(type: string, value: unknown): void {
  const text = inspect(value, { depth: null, breakLength: 100, compact: 4, colors: process.stdout.isTTY });
  console.log(`  ${type}: ${text.replaceAll("\n", "\n  ")}\n`);
}

/** Prints what an API error tells, less its headers. */
export function showError(error: TrutoApiError): void {
  const { message, status, isRemote, rawResponse, retryAfter, rateLimit, attempts, mayHaveBeenApplied } =
    error;
  const told = { message, status, error: error.error, isRemote, rawResponse, retryAfter, rateLimit };
  const known = Object.entries({ ...told, attempts, mayHaveBeenApplied }).filter(
    ([, value]) => value !== undefined,
  );
  showValue(error.name, Object.fromEntries(known));
}

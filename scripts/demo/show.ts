import { inspect } from "node:util";
import type { FetchInit } from "../../src/index.js";

/** A `fetch` that prints each request's line and the status that comes back. */
export function shown(send: (url: string, init: FetchInit) => Promise<Response>) {
  return async (url: string, init: FetchInit): Promise<Response> => {
    const { pathname, search } = new URL(url);
    const target = pathname + search;
    const decoded = decodeURIComponent(target);
    console.log(`  > ${init.method} ${target}`);
    if (decoded !== target) console.log(`    that is ${decoded}`);
    const response = await send(url, init);
    console.log(`  < ${response.status} ${response.statusText}`);
    return response;
  };
}

/** Prints a value under the name of its type. */
export function showValue(type: string, value: unknown): void {
  const text = inspect(value, { depth: null, breakLength: 100, compact: 4, colors: process.stdout.isTTY });
  console.log(`  ${type}: ${text.replaceAll("\n", "\n  ")}\n`);
}

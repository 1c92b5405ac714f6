import { Refusal } from "./refusal.js";
import { isUuid } from "./uuid.js";

/** A limit of an account: a number of requests in some seconds. */
export interface Rate {
  requests: number;
  seconds: number;
}

/** The highest rate; a run keeps the time of each request in its window. */
const [mostRequests, mostSeconds] = [100_000, 86_400];

/** Reads a value such as `50/10`: requests in seconds. @throws {Refusal} */
export function parseRate(name: string, text: string): Rate {
  const [, requests, seconds] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  const rate = { requests: Number(requests), seconds: Number(seconds) };
  if (!(rate.requests > 0 && rate.seconds > 0))
    throw new Refusal(`--${name} must be requests/seconds, such as 50/10, not ${text}`);
  if (rate.requests > mostRequests || rate.seconds > mostSeconds)
    throw new Refusal(`--${name} must be at most ${mostRequests}/${mostSeconds}, not ${text}`);
  return rate;
}

/** Reads a whole number above 0. @throws {Refusal} */
export function parseNumber(name: string, text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(number) && number > 0) return number;
  throw new Refusal(`--${name} must be a whole number above 0, not ${text}`);
}

/** Milliseconds of each unit of time. */
const units = new Map([
  ["s", 1_000],
  ["m", 60_000],
  ["min", 60_000],
  ["h", 3_600_000],
  ["d", 86_400_000],
]);

/** Reads a time such as `90s`, `30m`, `2h` or `1d`; a number alone is minutes. @returns milliseconds @throws {Refusal} */
export function parseTime(name: string, text: string): number {
  const [, number, unit = "m"] = /^(\d+)([a-z]+)?$/.exec(text) ?? [];
  const time = Number(number) * (units.get(unit) ?? 0);
  if (time > 0) return time;
  throw new Refusal(`--${name} must be a time such as 30m or 2h (a number alone is minutes), not ${text}`);
}

/** Reads the id of an integrated account, which is a UUID. @throws {Refusal} */
export function parseAccount(name: string, text: string): string {
  if (isUuid(text)) return text;
  throw new Refusal(`--${name} must be the UUID of an integrated account, not ${text}`);
}

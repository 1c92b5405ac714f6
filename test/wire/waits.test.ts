import { describe, expect, test } from "vitest";
import { TrutoApiError } from "../../src/index.js";
import { deleteContact, failure, failureOf } from "../support/client.js";
import { type Reply, startServer } from "../support/server.js";

const contact = { json: { id: "23423523" } };
/** A timer may fire up to this many ms early. */
const timerSlack = 2;

/** The wait in ms before the first retry of a call with this reply. The call is then aborted. */
async function firstDelay(reply: Reply): Promise<number | undefined> {
  await using server = await startServer(reply);
  const controller = new AbortController();
  let first: number | undefined;
  const onRetry = ({ delay }: { delay: number }) => {
    first = delay;
    controller.abort("seen");
  };
  const call = deleteContact(server, { onRetry, maxRetryDelay: 1e9, call: { signal: controller.signal } });
  expect(await failure(call)).toBe("seen");
  expect(server.requests).toHaveLength(1);
  return first;
}

/** Milliseconds between the first two requests. */
async function gap(reply: Reply): Promise<number> {
  await using server = await startServer([reply, contact]);
  await deleteContact(server, { maxRetryDelay: 10_000 });
  const [first, second] = server.requests;
  return (second?.receivedAt ?? 0) - (first?.receivedAt ?? 0);
}

describe.concurrent("the wait before a retry", () => {
  test.each([429, 500, 502, 520])("is the seconds of Retry-After after a %d", async (status) => {
    expect(await gap({ status, headers: { "retry-after": "1" } })).toBeGreaterThanOrEqual(1_000 - timerSlack);
  });

  test("is a fraction of a second if Retry-After has one", async () => {
    expect(await firstDelay({ status: 429, headers: { "retry-after": "0.25" } })).toBe(250);
  });

  test("lasts until the HTTP date of Retry-After", async () => {
    const until = new Date(Math.ceil(Date.now() / 1_000) * 1_000 + 1_000);
    await gap({ status: 429, headers: { "retry-after": until.toUTCString() } });
    expect(Date.now()).toBeGreaterThanOrEqual(until.getTime() - timerSlack);
  });

  test("is the seconds of ratelimit-reset when a 429 has no Retry-After", async () => {
    expect(await gap({ status: 429, headers: { "ratelimit-reset": "1" } })).toBeGreaterThanOrEqual(998);
    expect(await firstDelay({ status: 429, headers: { "ratelimit-reset": "60" } })).toBe(60_000);
  });

  test("follows Retry-After before ratelimit-reset, whichever is longer", async () => {
    const headers = { "ratelimit-reset": "60", "retry-after": "2" };
    expect(await firstDelay({ status: 429, headers })).toBe(2_000);
  });

  test("is the longer of two values, or the time until a Unix time", async () => {
    const twice = { "retry-after": ["5", "7"] };
    expect(await firstDelay({ status: 429, headers: twice })).toBe(7_000);
    const end = { "retry-after": String(Math.ceil(Date.now() / 1_000) + 10) };
    const delay = await firstDelay({ status: 503, headers: end });
    expect(delay).toBeGreaterThan(1_000);
    expect(delay).toBeLessThanOrEqual(11_000);
  });

  test("ignores ratelimit-reset after another status", async () => {
    expect(await firstDelay({ status: 500, headers: { "ratelimit-reset": "60" } })).toBeLessThanOrEqual(500);
  });

  const nonsense: [string, string | string[]][] = [
    ["empty", ""],
    ["zero", "0"],
    ["negative", "-5"],
    ["not a number", "NaN"],
    ["infinite", "Infinity"],
    ["words", "in a while"],
    ["exponential", "1e9"],
    ["a list with a word", "5, soon"],
    ["in Unix time that is past", "1700000000"],
    ["a date in the past", "Wed, 21 Oct 2015 07:28:00 GMT"],
    ["an impossible date", "Xyz, 99 Foo 2099 99:99:99 GMT"],
    ["sent as a date and a word", ["Fri, 01 Jan 2100 00:00:00 GMT", "soon"]],
  ];
  test.each(nonsense)("is a backoff, never zero or NaN, when Retry-After is %s", async (_, value) => {
    for (const status of [429, 500]) {
      const delay = await firstDelay({ status, headers: { "retry-after": value } });
      expect(delay).toBeGreaterThanOrEqual(100);
      expect(delay).toBeLessThanOrEqual(500);
    }
  });

  test.each(["0", "-1", "soon", "NaN", ""])("is a backoff when ratelimit-reset is %j", async (value) => {
    const delay = await firstDelay({ status: 429, headers: { "ratelimit-reset": value } });
    expect(delay).toBeGreaterThanOrEqual(100);
    expect(delay).toBeLessThanOrEqual(500);
  });

  test("is at least 100 ms after a failure that asks for none", async () => {
    for (const reply of [{ status: 500 }, { status: 429, headers: { "retry-after": "0" } }, "cut"] as const) {
      expect(await gap(reply)).toBeGreaterThanOrEqual(100 - timerSlack);
    }
  });

  test("is random, so that clients don't retry together", async () => {
    const delays = await Promise.all(Array.from({ length: 5 }, () => firstDelay({ status: 500 })));
    expect(new Set(delays).size).toBeGreaterThan(1);
  });
});

describe("a wait longer than maxRetryDelay", () => {
  const replies: [string, Reply, number][] = [
    ["Retry-After after a 429", { status: 429, headers: { "retry-after": "3600" } }, 3_600_000],
    ["Retry-After after a 502", { status: 502, headers: { "retry-after": "61" } }, 61_000],
    ["ratelimit-reset", { status: 429, headers: { "ratelimit-reset": "120" } }, 120_000],
    ["a number that overflows", { status: 429, headers: { "retry-after": "9".repeat(400) } }, Infinity],
  ];
  test.each(replies)("is a typed error with retryAfter at once for %s", async (_, reply, retryAfter) => {
    await using server = await startServer(reply);
    let told = 0;
    const call = deleteContact(server, { maxRetryDelay: undefined, onRetry: () => told++ });
    const error = await failureOf(TrutoApiError, call);
    expect(error).toMatchObject({ retryAfter, attempts: 1 });
    expect({ sent: server.requests.length, told }).toEqual({ sent: 1, told: 0 });
  });

  test("is an error just above the option, and a wait exactly at it", async () => {
    await using server = await startServer([{ status: 429, headers: { "retry-after": "0.05" } }, contact]);
    const error = await failureOf(TrutoApiError, deleteContact(server, { maxRetryDelay: 49 }));
    expect(error.retryAfter).toBe(50);
    await using other = await startServer([{ status: 429, headers: { "retry-after": "0.05" } }, contact]);
    await deleteContact(other, { maxRetryDelay: 50 });
    expect(other.requests).toHaveLength(2);
  });

  test("is an error with maxRetryDelay Infinity if it is too long for a timer", async () => {
    await using server = await startServer({ status: 429, headers: { "retry-after": String(2 ** 31) } });
    const error = await failureOf(TrutoApiError, deleteContact(server, { maxRetryDelay: Infinity }));
    expect(error).toMatchObject({ attempts: 1, retryAfter: 2 ** 31 * 1_000 });
  });

  test("has a retryAfter of the time until a distant date", async () => {
    const until = new Date(Date.now() + 7_200_000).toUTCString();
    await using server = await startServer({ status: 429, headers: { "retry-after": until } });
    const { retryAfter } = await failureOf(TrutoApiError, deleteContact(server));
    expect(retryAfter).toBeGreaterThan(3_600_000);
    expect(retryAfter).toBeLessThanOrEqual(7_200_000);
  });
});

import { describe, expect, test } from "vitest";
import { confirmedIdOf, isWorthRetry, scopeOf, verdictOf } from "../../src/bulk/verdicts.js";
import { createTrutoClient, type TrutoClientOptions, TrutoError } from "../../src/index.js";
import { failureOf } from "../support/client.js";

/** The error of one delete with this answer. */
function errorOf(status: number, body = "", options: Partial<TrutoClientOptions<string>> = {}) {
  const fetch = async () => new Response(status === 204 ? null : body, { status });
  const truto = createTrutoClient({ token: "t", integratedAccountId: "a", maxRetries: 0, fetch, ...options });
  return failureOf(TrutoError, truto.contacts.delete("7"));
}

const truto = (statusCode: number) => JSON.stringify({ statusCode, error: "Error", message: "No." });
const remote = (statusCode: number) =>
  JSON.stringify({ statusCode, error: "Error", message: "No.", truto_is_remote_error: true });
const page = "<html><body>No.</body></html>";

describe("The scope of a failure is", () => {
  test.each([400, 406, 409, 410, 413, 415, 422])(
    "the contact: %i of Truto and of the CRM",
    async (status) => {
      for (const body of [truto(status), remote(status)]) {
        const error = await errorOf(status, body);
        expect(scopeOf(error)).toBe("contact");
        expect(verdictOf(error, false)).toEqual({ outcome: "failed", again: false });
        expect(verdictOf(error, true)).toEqual({ outcome: "unknown", again: false });
        expect(isWorthRetry(error)).toBe(false);
      }
    },
  );

  test("the contact, which is gone: 404 of the CRM", async () => {
    const error = await errorOf(404, remote(404));
    expect(scopeOf(error)).toBe("contact");
    expect(verdictOf(error, false)).toEqual({ outcome: "gone", mayHaveBeenApplied: false });
    expect(verdictOf(error, true)).toEqual({ outcome: "gone", mayHaveBeenApplied: true });
  });

  test("the contact: an id that can't be sent", async () => {
    const client = createTrutoClient({ token: "t", integratedAccountId: "a" });
    const error = await failureOf(TrutoError, client.contacts.delete(".."));
    expect(scopeOf(error)).toBe("contact");
    expect(verdictOf(error, false)).toEqual({ outcome: "failed", again: false });
  });

  test.each([
    ["401 of Truto", 401, truto(401)],
    ["401 of the CRM", 401, remote(401)],
    ["405 of a sandbox", 405, truto(405)],
    ["503 of a blocked account", 503, truto(503)],
  ])("the token or the account: %s", async (_, status, body) => {
    const error = await errorOf(status, body);
    expect(scopeOf(error)).toBe("access");
    expect(verdictOf(error, false)).toEqual({ outcome: "failed", again: true });
    expect(isWorthRetry(error)).toBe(false);
  });

  test("the token: a token that can't be sent", async () => {
    expect(scopeOf(await errorOf(204, "", { token: () => "" }))).toBe("access");
  });

  test.each([
    ["429 of Truto", 429, truto(429)],
    ["429 of the CRM", 429, remote(429)],
    ["429 of a proxy", 429, page],
    ["500", 500, truto(500)],
    ["502 of a proxy", 502, page],
    ["503 of a proxy", 503, page],
    ["504 of the CRM", 504, remote(504)],
  ])("the server: %s", async (_, status, body) => {
    const error = await errorOf(status, body);
    expect(scopeOf(error)).toBe("server");
    expect(verdictOf(error, false)).toMatchObject({ again: true });
    expect(isWorthRetry(error)).toBe(true);
  });

  test("the server: a lost connection, a timeout, a failing token function", async () => {
    const lost = await errorOf(204, "", { fetch: () => Promise.reject(new TypeError("terminated")) });
    const late = await errorOf(204, "", { fetch: () => new Promise(() => {}), timeout: 5 });
    const noToken = await errorOf(204, "", { token: () => Promise.reject(new Error("no network")) });
    expect([lost, late, noToken].map(scopeOf)).toEqual(["server", "server", "server"]);
    expect([lost, late, noToken].map(isWorthRetry)).toEqual([true, false, true]);
    expect(verdictOf(lost, false)).toEqual({ outcome: "unknown", again: true });
    expect(verdictOf(noToken, false)).toEqual({ outcome: "failed", again: true });
  });

  test.each([402, 403, 407, 408, 421, 423, 425, 426, 428, 431, 451, 499])(
    "other, from any sender: %i",
    async (status) => {
      for (const body of [truto(status), remote(status), page]) {
        const error = await errorOf(status, body);
        expect(scopeOf(error)).toBe("other");
        expect(verdictOf(error, false)).toMatchObject({ again: true });
        expect(isWorthRetry(error)).toBe(false);
      }
    },
  );

  test.each([
    ["Truto's own 404", 404, truto(404)],
    ["404 of a proxy", 404, page],
    ["405 of the CRM", 405, remote(405)],
    ["400 of a proxy", 400, page],
    ["422 without a body", 422, ""],
    ["a 400 whose body has another status", 400, truto(422)],
    ["308", 308, ""],
    ["a success that can't be read", 200, "<html>"],
  ])("other: %s", async (_, status, body) => {
    const error = await errorOf(status, body);
    expect(scopeOf(error)).toBe("other");
    expect(verdictOf(error, false)).toMatchObject({ again: true });
  });

  test("other: any error thrown by a stand-in for the client", () => {
    expect(scopeOf(new TrutoError("no"))).toBe("other");
  });
});

test("confirmedId is the id of the response if it differs, compared as strings", () => {
  expect(confirmedIdOf("7", { id: "8" })).toBe("8");
  expect(confirmedIdOf("7", { id: 8 })).toBe("8");
  expect(confirmedIdOf("7", { id: "07" })).toBe("07");
  for (const same of [
    { id: "7" },
    { id: 7 },
    { id: 7n },
    {},
    { id: null },
    { id: {} },
    null,
    undefined,
    "8",
    ["8"],
  ]) {
    expect(confirmedIdOf("7", same)).toBeUndefined();
  }
});

import { afterEach, describe, expect, test, vi } from "vitest";
import { parseRateLimit, parseRetryAfter } from "../../src/transport/headers.js";
import { wasNeverSent } from "../../src/transport/never-sent.js";
import { backoff, isRetryable } from "../../src/transport/retry.js";

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

function retryAfter(value: string, status = 429, reset?: string): number | undefined {
  const headers = new Headers({ "retry-after": value, ...(reset && { "ratelimit-reset": reset }) });
  return parseRetryAfter(headers, status);
}

describe("Retry-After", () => {
  test.each([
    ["1", 1_000],
    ["10", 10_000],
    [" 7 ", 7_000],
    ["0.5", 500],
    ["0.0001", 1],
    ["1.0005", 1_001],
    ["86400", 86_400_000],
    ["999999999", 999_999_999_000],
    ["5, 7", 7_000],
    ["7, 5", 7_000],
    ["5, 0.5, 6.5", 6_500],
  ])("%s is %d ms", (value, delay) => {
    expect(retryAfter(value)).toBe(delay);
  });

  test.each([
    "",
    "0",
    "0.0",
    "-1",
    "-0",
    "+5",
    "1e3",
    "0x10",
    "1,5",
    "5, soon",
    "5,",
    "1700000000",
    "1700000000000",
    "10;q=1",
    "NaN",
    "Infinity",
    "soon",
    "1 2",
    "Wed",
    "Wed, 06 Nov 2094 08:49:37 GMT, soon",
    "Wed, 99 Foo 2099 00:00:00 GMT",
    "Thu, 01 Jan 1970 00:00:00 GMT",
  ])("%j asks for no wait", (value) => {
    expect(retryAfter(value)).toBeUndefined();
  });

  test.each([
    ["the preferred form", "Sun, 06 Nov 2094 08:49:37 GMT", "Sun, 06 Nov 2094 08:49:35 GMT"],
    ["the form of RFC 850", "Saturday, 06-Nov-94 08:49:37 GMT", "Saturday, 06-Nov-94 08:49:35 GMT"],
    ["the form of asctime", "Sat Nov  6 08:49:37 2094", "Sat Nov  6 08:49:35 2094"],
    ["seconds beside it", "Sun, 06 Nov 2094 08:49:37 GMT", "5"],
  ])("is the longer wait when it has two lines with a date: %s", (_, later, earlier) => {
    const now = later.includes("-94") ? Date.UTC(1994, 10, 6, 8, 49, 30) : Date.UTC(2094, 10, 6, 8, 49, 30);
    vi.spyOn(Date, "now").mockReturnValue(now);
    expect(retryAfter(`${earlier}, ${later}`)).toBe(7_000);
    expect(retryAfter(`${later}, ${earlier}`)).toBe(7_000);
  });

  test("is the longer wait when it has two lines of seconds", () => {
    const headers = new Headers([
      ["retry-after", "7"],
      ["retry-after", "5"],
    ]);
    expect(parseRetryAfter(headers, 429)).toBe(7_000);
  });

  test("is a number of seconds unless it is a Unix time within a year", () => {
    vi.spyOn(Date, "now").mockReturnValue(1_900_000_000_000);
    expect(retryAfter("1931536001")).toBe(1_931_536_001_000);
    expect(retryAfter("1931535999")).toBe(31_535_999_000);
    expect(retryAfter("999999999")).toBe(999_999_999_000);
    expect(retryAfter("1000000000")).toBeUndefined();
  });

  test.each(["1900000007", "1900000007000"])("%s, a Unix time, is the time until then", (value) => {
    vi.spyOn(Date, "now").mockReturnValue(1_900_000_000_000);
    expect(retryAfter(value)).toBe(7_000);
    expect(retryAfter("", 429, value)).toBe(7_000);
  });

  test("is Infinity, not NaN, for a number too large to represent", () => {
    expect(retryAfter("9".repeat(400))).toBe(Infinity);
  });

  test.each([
    ["Sun, 06 Nov 2094 08:49:37 GMT", "the preferred form"],
    ["Saturday, 06-Nov-94 08:49:37 GMT", "the form of RFC 850"],
    ["Sat Nov  6 08:49:37 2094", "the form of asctime"],
    ["2094-11-06T08:49:37Z", "the form of ISO 8601"],
  ])("%j, %s, is the time until then in every time zone", (value) => {
    const now = value.includes("-94") ? Date.UTC(1994, 10, 6, 8, 49, 30) : Date.UTC(2094, 10, 6, 8, 49, 30);
    for (const zone of ["UTC", "America/Los_Angeles", "Asia/Tokyo"]) {
      vi.stubEnv("TZ", zone);
      vi.spyOn(Date, "now").mockReturnValue(now);
      expect(retryAfter(value)).toBe(7_000);
    }
  });

  test("takes precedence over ratelimit-reset", () => {
    expect(retryAfter("3", 429, "60")).toBe(3_000);
  });

  test.each(["", "0", "soon", "-1", "Thu, 01 Jan 1970 00:00:00 GMT"])(
    "%j makes a 429, and no other status, use ratelimit-reset",
    (value) => {
      expect(retryAfter(value, 429, "60")).toBe(60_000);
      expect(retryAfter(value, 500, "60")).toBeUndefined();
    },
  );

  test.each(["0", "-5", "soon", "5, soon", "1700000000", ""])(
    "is not replaced by a ratelimit-reset of %j",
    (reset) => {
      expect(parseRetryAfter(new Headers({ "ratelimit-reset": reset }), 429)).toBeUndefined();
    },
  );
});

describe("rateLimit", () => {
  const rateLimit = (headers: Record<string, string>) => parseRateLimit(new Headers(headers));

  test("is read from the three headers, the window in seconds", () => {
    expect(
      rateLimit({ "ratelimit-limit": "110;w=10", "ratelimit-remaining": "109", "ratelimit-reset": "60" }),
    ).toEqual({ limit: 110, window: 10, remaining: 109, reset: 60 });
  });

  test("is undefined when the headers are missing or unreadable", () => {
    expect(rateLimit({})).toBeUndefined();
    expect(
      rateLimit({ "ratelimit-limit": "many", "ratelimit-remaining": "-1", "ratelimit-reset": "NaN" }),
    ).toBeUndefined();
  });

  test.each([
    ["110", { limit: 110, window: undefined }],
    ["110; w=10", { limit: 110, window: 10 }],
    ["110;burst=5;w=10", { limit: 110, window: 10 }],
    ["110;w=x", { limit: 110, window: undefined }],
    ["110;", { limit: 110, window: undefined }],
    ["0", { limit: 0, window: undefined }],
    [";w=10", { limit: undefined, window: 10 }],
  ])("has the readable parts of the limit %j", (value, expected) => {
    const nothing = { remaining: undefined, reset: undefined };
    expect(rateLimit({ "ratelimit-limit": value })).toEqual({ ...expected, ...nothing });
  });

  test("has the seconds until the reset, which may be given as a Unix time", () => {
    vi.spyOn(Date, "now").mockReturnValue(1_900_000_000_000);
    expect(rateLimit({ "ratelimit-reset": "1900000007" })?.reset).toBe(7);
    expect(rateLimit({ "ratelimit-reset": "1899999999" })?.reset).toBe(0);
    expect(rateLimit({ "ratelimit-reset": "60" })?.reset).toBe(60);
  });

  test("keeps a remaining of zero", () => {
    expect(rateLimit({ "ratelimit-remaining": "0" })?.remaining).toBe(0);
  });
});

describe("the backoff", () => {
  test.each([
    [1, 500],
    [2, 1_000],
    [3, 2_000],
    [5, 8_000],
    [50, 8_000],
    [5_000, 8_000],
  ])("after attempt %d lies between 100 ms and %d ms", (attempt, longest) => {
    vi.spyOn(Math, "random").mockReturnValue(0);
    expect(backoff(attempt)).toBe(100);
    vi.spyOn(Math, "random").mockReturnValue(1);
    expect(backoff(attempt)).toBe(longest);
  });

  test("is random over its whole range, so that clients don't retry together", () => {
    vi.spyOn(Math, "random").mockReturnValue(0.5);
    expect(backoff(1)).toBe(300);
  });
});

test.each([
  [429, true],
  [500, true],
  [501, true],
  [502, true],
  [504, true],
  [520, true],
  [599, true],
  [503, false],
  [400, false],
  [401, false],
  [404, false],
  [408, false],
  [425, false],
  [302, false],
  [0, false],
])("status %d is retried: %s", (status, worth) => {
  expect(isRetryable(status, { statusCode: status, error: "As Truto says" })).toBe(worth);
});

test("a 503 that is not in Truto's form is retried", () => {
  for (const body of [
    undefined,
    "<html>",
    { error: "maintenance" },
    { statusCode: 502, error: "Bad Gateway" },
  ]) {
    expect(isRetryable(503, body)).toBe(true);
  }
});

/** A failure in the form of Node's `fetch`. */
const fetchFailed = (cause: object) => ({ name: "TypeError", message: "fetch failed", cause });

test("a request was never sent if Node's fetch reports that no connection was made", () => {
  for (const cause of [
    { code: "ECONNREFUSED" },
    { code: "ENOTFOUND" },
    { code: "EAI_AGAIN" },
    { code: "EHOSTUNREACH", syscall: "connect" },
    { code: "EAI_FAIL", syscall: "getaddrinfo" },
    { cause: { code: "UND_ERR_CONNECT_TIMEOUT" } },
    { code: "UND_ERR_INVALID_ARG" },
    { code: "CERT_HAS_EXPIRED" },
    { code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" },
    { code: "ERR_TLS_CERT_ALTNAME_INVALID" },
    { code: "CRL_HAS_EXPIRED" },
    { code: "ERR_SSL_WRONG_VERSION_NUMBER" },
    { message: "bad port" },
    { message: "Client network socket disconnected before secure TLS connection was established" },
    { message: "Proxy response (403) !== 200 when HTTP Tunneling" },
    { errors: [{ code: "ECONNREFUSED" }, { code: "ECONNREFUSED" }] },
  ]) {
    expect(wasNeverSent(fetchFailed(cause)), JSON.stringify(cause)).toBe(true);
    expect(wasNeverSent({ message: "x", cause: fetchFailed(cause) })).toBe(true);
    // An error of another library proves nothing.
    expect(wasNeverSent(cause)).toBe(false);
    expect(wasNeverSent({ message: "x", cause })).toBe(false);
  }
});

test("a request may have been sent if nothing proves the opposite", () => {
  for (const code of ["ECONNRESET", "EPIPE", "ETIMEDOUT", "UND_ERR_SOCKET", undefined]) {
    const cause = { code, syscall: "read", message: "connection closed" };
    expect(wasNeverSent(fetchFailed(cause))).toBe(false);
  }
  for (const cause of [
    { errors: [{ code: "ECONNREFUSED" }, { code: "ECONNRESET" }] },
    { errors: [] },
    { code: "ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC" },
    { code: "ERR_SSL_UNEXPECTED_EOF_WHILE_READING" },
    { message: "not a bad port" },
  ]) {
    expect(wasNeverSent(fetchFailed(cause)), JSON.stringify(cause)).toBe(false);
  }
  for (const thrown of [undefined, null, "ECONNREFUSED", 1, [], {}]) expect(wasNeverSent(thrown)).toBe(false);
  const circular: { cause?: unknown } = {};
  circular.cause = circular;
  expect(wasNeverSent(circular)).toBe(false);
});

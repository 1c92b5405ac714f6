import { inspect } from "node:util";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import {
  type Fetch,
  TrutoApiError,
  TrutoConnectionError,
  TrutoError,
  TrutoInputError,
} from "../../src/index.js";
import {
  deleteAsStream,
  deleteContact,
  deleteOverApi,
  failure,
  failureOf,
  token,
} from "../support/client.js";
import { startServer } from "../support/server.js";

/** Nothing is sent there, as the fetch of these tests sends nothing. */
const server = { url: "https://fetch.invalid" };

const unreadable = new Proxy(new Error("hidden"), {
  get: () => {
    throw new Error("no");
  },
  ownKeys: () => {
    throw new Error("no");
  },
});

const oddValues: [string, unknown][] = [
  ["undefined", undefined],
  ["null", null],
  ["a text", "no route"],
  ["an empty text", ""],
  ["zero", 0],
  ["a bigint", 1n],
  ["a symbol", Symbol("no")],
  ["a function", () => "no"],
  ["a list", ["no"]],
  ["an object without prototype", Object.create(null)],
  ["a frozen error", Object.freeze(new TypeError("no"))],
  ["an error whose members can't be read", unreadable],
  ["an error that is its own cause", circular()],
  ["an error with an odd code", Object.assign(new Error("no"), { code: Symbol("no"), syscall: {} })],
  ["an AbortError that nobody asked for", new DOMException("stop", "AbortError")],
];

function circular(): Error {
  const error = new Error("round");
  error.cause = error;
  return error;
}

describe("a fetch that throws", () => {
  test.each(oddValues)("%s rejects with a TrutoConnectionError after the retries", async (_, thrown) => {
    let calls = 0;
    const ways: Fetch[] = [
      () => {
        calls++;
        throw thrown;
      },
      () => {
        calls++;
        return Promise.reject(thrown);
      },
    ];
    for (const fetch of ways) {
      for (const send of [deleteContact, deleteOverApi]) {
        const error = await failureOf(TrutoConnectionError, send(server, { fetch, maxRetries: 1 }));
        expect(error).toMatchObject({ attempts: 2, mayHaveBeenApplied: true });
        expect(() => inspect(error) + JSON.stringify(error)).not.toThrow();
      }
    }
    expect(calls).toBe(8);
  });

  test.each([
    ["a TrutoError", new TrutoError("mine")],
    ["a TrutoConnectionError", new TrutoConnectionError("mine")],
    ["a TrutoInputError", new TrutoInputError("mine")],
  ])("%s does not prove that nothing was sent", async (_, thrown) => {
    const call = deleteContact(server, { fetch: () => Promise.reject(thrown) });
    const error = await failureOf(TrutoConnectionError, call);
    expect(error).toMatchObject({ attempts: 3, mayHaveBeenApplied: true });
    expect(error.message).toContain("no complete answer: mine");
  });

  test("an object with the token as a key does not show it in the error", async () => {
    const fetch = () => Promise.reject(Object.assign(new Error("no"), { [`Bearer ${token}`]: 1 }));
    const error = await failureOf(TrutoConnectionError, deleteContact(server, { fetch }));
    expect(inspect(error, { depth: Infinity, showHidden: true })).not.toContain(token);
  });

  test("an error that is its own cause is copied at most a few times", async () => {
    const fetch = () => Promise.reject(circular());
    let link: unknown = await failureOf(
      TrutoConnectionError,
      deleteContact(server, { fetch, maxRetries: 0 }),
    );
    let links = 0;
    for (; link instanceof Error; link = link.cause) links++;
    expect(links).toBeLessThan(10);
  });

  test("an error of another realm, as in Jest, is recognized", async () => {
    const thrown = runInNewContext(
      `new TypeError("fetch failed", { cause: Object.assign(new Error("no address"), { code: "ENOTFOUND" }) })`,
    );
    const error = await failureOf(
      TrutoConnectionError,
      deleteContact(server, { fetch: () => Promise.reject(thrown) }),
    );
    expect(error).toMatchObject({ mayHaveBeenApplied: false, cause: { cause: { code: "ENOTFOUND" } } });
    expect(error.message).toContain("no address");
  });

  const refused = Object.assign(new Error("refused"), { code: "ECONNREFUSED", syscall: "connect" });
  const handshake = Object.assign(new Error("handshake"), { code: "ERR_SSL_WRONG_VERSION_NUMBER" });
  test.each([
    ["a refused connection", refused],
    ["a refused connection under another error", new Error("x", { cause: refused })],
    ["a handshake", handshake],
    ["a handshake under another error", new Error("x", { cause: handshake })],
    ["a handshake deep down", new Error("x", { cause: new TypeError("y", { cause: handshake }) })],
  ])("an error of another fetch with one of Node's codes may have been applied: %s", async (_, thrown) => {
    const fetch = () => Promise.reject(thrown);
    const error = await failureOf(TrutoConnectionError, deleteContact(server, { fetch }));
    expect(error).toMatchObject({ attempts: 3, mayHaveBeenApplied: true });
    expect(error.message).toContain("no complete answer");
  });

  test.each([
    ["a refused connection", refused],
    ["a handshake", handshake],
  ])("an error of Node's fetch, also inside another error, was not applied: %s", async (_, cause) => {
    const ofNode = new TypeError("fetch failed", { cause });
    for (const thrown of [ofNode, new Error("x", { cause: ofNode })]) {
      const fetch = () => Promise.reject(thrown);
      const error = await failureOf(TrutoConnectionError, deleteContact(server, { fetch }));
      expect(error).toMatchObject({ attempts: 3, mayHaveBeenApplied: false });
      expect(error.message).toContain("no connection");
    }
  });

  test("a request that Node's fetch rejects, as with a signal of jsdom, is not retried", async () => {
    const refusal = new TypeError(
      'RequestInit: Expected signal ("AbortSignal {}") to be an instance of AbortSignal.',
    );
    let calls = 0;
    const fetch = () => {
      calls++;
      return Promise.reject(refusal);
    };
    const error = await failureOf(TrutoConnectionError, deleteContact(server, { fetch }));
    expect(error).toMatchObject({ attempts: 1, mayHaveBeenApplied: false });
    expect(error.message).toContain("no connection: RequestInit: Expected signal");
    expect(calls).toBe(1);
  });
});

describe("a fetch that returns an invalid response", () => {
  const answers = [
    undefined,
    null,
    {},
    200,
    "OK",
    [],
    { status: 200 },
    { status: "200", headers: new Headers() },
    { status: 200, headers: {} },
  ];
  test.each(answers)("rejects with a TrutoConnectionError that may have been applied: %j", async (answer) => {
    // @ts-expect-error it is not a response
    const fetch: Fetch = () => Promise.resolve(answer);
    for (const send of [deleteContact, deleteAsStream, deleteOverApi]) {
      const error = await failureOf(TrutoConnectionError, send(server, { fetch }));
      expect(error).toMatchObject({ attempts: 3, mayHaveBeenApplied: true });
    }
  });

  test.each([0, Number.NaN, 99, 600, -1])("is an error when its status is %d", async (status) => {
    const { headers } = new Response();
    const text = async () => '{"id":"1"}';
    const fetch = () =>
      Promise.resolve({ status, headers, text, arrayBuffer: async () => new ArrayBuffer() });
    const error = await failureOf(TrutoError, deleteContact(server, { fetch }));
    expect(error.mayHaveBeenApplied).toBe(true);
  });

  test("is a success when the response is complete, without a promise", async () => {
    // @ts-expect-error it should be a promise
    const fetch: Fetch = () => Response.json({ id: "1" });
    expect(await deleteContact(server, { fetch })).toEqual({ id: "1" });
  });
});

describe("a custom fetch", () => {
  test("may return a url without its host", async () => {
    const fetch: Fetch = async (url) =>
      Object.defineProperty(Response.json({ id: "1" }), "url", {
        value: new URL(url).pathname + new URL(url).search,
      });
    expect(await deleteContact(server, { fetch })).toEqual({ id: "1" });
  });

  test("is called unbound, with a string and a plain init, and replaces no global", async () => {
    const before = globalThis.fetch;
    const calls: { self: unknown; url: unknown; init: object }[] = [];
    await deleteContact(server, {
      fetch(this: unknown, url, init) {
        calls.push({ self: this, url, init });
        return Promise.resolve(Response.json({ id: "1" }));
      },
    });
    expect(calls).toEqual([
      { self: undefined, url: expect.any(String), init: expect.objectContaining({ redirect: "manual" }) },
    ]);
    expect(Object.getPrototypeOf(calls[0]?.init)).toBe(Object.prototype);
    expect(globalThis.fetch).toBe(before);
  });

  test("may read an error's body first: the error has its status", async () => {
    await using real = await startServer({ status: 404, body: "gone" });
    const logging: Fetch = async (url, init) => {
      const response = await fetch(url, init);
      await response.text();
      return response;
    };
    const error = await failureOf(TrutoApiError, deleteContact(real, { fetch: logging }));
    expect(error).toMatchObject({ status: 404, body: undefined });
  });
});

describe("the headers of a custom fetch", () => {
  const notFound = { statusCode: 404, error: "Not Found", message: "No.", truto_is_remote_error: true };

  test("are read when they only have get()", async () => {
    await using real = await startServer([
      { status: 429, headers: { "retry-after": "0.001" } },
      {
        status: 429,
        json: { statusCode: 429, error: "Too Many Requests", message: "" },
        headers: { "retry-after": "7", "ratelimit-limit": "50;w=10", location: "/there" },
      },
    ]);
    const fetch: Fetch = async (url, init) => {
      const response = await globalThis.fetch(url, init);
      const { status } = response;
      const headers = { get: (name: string) => response.headers.get(name) };
      return { status, headers, text: () => response.text(), arrayBuffer: () => response.arrayBuffer() };
    };
    const told: number[] = [];
    const options = {
      fetch,
      maxRetryDelay: 1_000,
      onRetry: ({ delay }: { delay: number }) => told.push(delay),
    };
    const error = await failureOf(TrutoApiError, deleteContact(real, options));
    expect(told).toEqual([1]);
    expect(error).toMatchObject({ status: 429, attempts: 2, retryAfter: 7_000, rateLimit: { limit: 50 } });
    expect(error.headers.get("location")).toBe("/there");
    expect(error.headers.has("ratelimit-reset")).toBe(false);
  });

  test("leave the response unchanged when one of them is invalid in HTTP", async () => {
    const values = new Map([
      ["x-emoji", "\u{1f600} and \u20ac"],
      ["x-lines", "one\r\ntwo"],
      ["not a name", "1"],
      ["x-good", "\u00e9"],
    ]);
    const headers = Object.assign(values, { get: (name: string) => values.get(name) ?? null });
    const fetch: Fetch = async () => ({
      status: 404,
      headers: headers as unknown as Headers,
      text: async () => JSON.stringify(notFound),
      arrayBuffer: async () => new ArrayBuffer(),
    });
    const error = await failureOf(TrutoApiError, deleteContact(server, { fetch }));
    expect(error).toMatchObject({ status: 404, contactNotFound: true, mayHaveBeenApplied: false });
    expect([...error.headers]).toEqual([
      ["x-emoji", "?? and ?"],
      ["x-good", "\u00e9"],
      ["x-lines", "one??two"],
    ]);
  });
});

describe("an abort", () => {
  test("while fetch is being called rejects with its reason", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const fetch: Fetch = () => {
      controller.abort(reason);
      return new Promise(() => {});
    };
    for (const send of [deleteContact, deleteAsStream, deleteOverApi]) {
      expect(await failure(send(server, { fetch, call: { signal: controller.signal } }))).toBe(reason);
    }
  });

  /** A signal of an old polyfill, without a reason. */
  class OldSignal extends EventTarget {
    aborted = false;
    readonly [Symbol.toStringTag] = "AbortSignal";
    abort(): void {
      this.aborted = true;
      this.dispatchEvent(new Event("abort"));
    }
  }

  test.each(["before", "during", "between"])(
    "of a polyfilled signal without a reason rejects with an AbortError: %s the request",
    async (moment) => {
      const signal = new OldSignal();
      if (moment === "before") signal.abort();
      const fetch: Fetch = () => {
        if (moment === "during") queueMicrotask(() => signal.abort());
        return moment === "during" ? new Promise(() => {}) : Promise.reject(new Error("lost"));
      };
      const onRetry = () => setTimeout(() => signal.abort(), 1);
      const call = { signal: signal as unknown as AbortSignal };
      const error = await failure(deleteContact(server, { fetch, onRetry, call, maxRetryDelay: 60_000 }));
      expect(error).toMatchObject({ name: "AbortError", message: "This operation was aborted" });
    },
  );
});

import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { createTrutoClient, TrutoError, TrutoInputError } from "../../src/index.js";
import {
  createTestApi,
  createTestClient,
  deleteContact,
  failureOf,
  type TestOptions,
} from "../support/client.js";
import { type Reply, startServer } from "../support/server.js";

/** A token with characters that are escaped in many ways, and its core, which every spelling leaves as it is. */
const core = "never-show-me";
const token = `a"b\\c/${core}/+=%`;
const written = { plain: token, json: JSON.stringify(token), url: encodeURIComponent(token) };

/** All text that a log, a debugger or a crash report could show of a value. */
function shown(value: unknown): string {
  const error = value instanceof Error ? value : undefined;
  const headers = error && "headers" in error && error.headers instanceof Headers ? [...error.headers] : [];
  return [
    inspect(value, { showHidden: true, depth: Infinity, getters: true, maxStringLength: Infinity }),
    inspect({ ...(value as object) }, { showHidden: true, depth: Infinity }),
    JSON.stringify(value),
    String(value),
    JSON.stringify({ ...error, message: error?.message, stack: error?.stack, cause: error?.cause }),
    JSON.stringify(headers),
    error ? inspect(structuredClone(error), { depth: Infinity }) : "",
  ].join("\n");
}

/** The error of a delete from a server that answers by script. */
async function errorOf(reply: Reply | readonly Reply[], options: TestOptions = {}): Promise<TrutoError> {
  await using server = await startServer(reply);
  return await failureOf(TrutoError, deleteContact(server, { token, maxRetries: 0, ...options }));
}

describe("the token never appears in", () => {
  it.each([
    ["a text", token],
    ["a function", () => token],
  ])("a client that has it as %s", async (_, option) => {
    await using server = await startServer({ json: { id: "1" } });
    const truto = createTestClient(server, { token: option });
    const call = truto.contacts.delete("1");
    expect(shown(truto)).not.toContain(core);
    expect(shown(createTestApi(server, { token: option }))).not.toContain(core);
    expect(shown(call)).not.toContain(core);
    expect(shown(await call.withResponse())).not.toContain(core);
  });

  const json = (body: string) => ({ headers: { "content-type": "application/json" }, body });
  it.each<[string, Reply]>([
    ["a message", { status: 401, json: { statusCode: 401, error: token, message: `bad token ${token}` } }],
    ["nested members", { status: 422, json: { raw_response: { a: [{ b: token }] }, details: [token] } }],
    ["a key", { status: 400, json: { details: { [token]: 1 } } }],
    [
      "JSON with other escapes",
      { status: 401, ...json(`{"message":${written.json.replaceAll("/", "\\/")}}`) },
    ],
    ["JSON that does not parse", { status: 401, ...json(`{"message":${written.json}`) }],
    ["text", { status: 401, body: `no ${token}` }],
    ["a URL in HTML", { status: 502, body: `<a href="?t=${written.url}">` }],
    [
      "headers",
      { status: 401, headers: { "www-authenticate": `Bearer token=${token}`, "x-echo": written.url } },
    ],
    ["the status text", { status: 401, statusText: `No ${token}` }],
    ["the location of a redirect", { status: 302, headers: { location: `/?t=${written.url}` } }],
    ["a success that is not JSON", { body: `oops ${token}` }],
    ["a success that is no object", { json: [token] }],
  ])("the error of a server that echoes it in %s", async (_, reply) => {
    const error = await errorOf(reply);
    expect(shown(error)).toContain("[token]");
    expect(shown(error)).not.toContain(core);
  });

  const rewritten = {
    "JSON with escaped slashes": written.json.slice(1, -1).replaceAll("/", "\\/"),
    "a URL in lower case": written.url.replace(/%../g, (octet) => octet.toLowerCase()),
    "a URL, encoded twice": encodeURIComponent(written.url),
    "JavaScript escapes": [...token]
      .map((c) => `\\u00${c.charCodeAt(0).toString(16).padStart(2, "0")}`)
      .join(""),
    "JSON in JSON": JSON.stringify(written.json.slice(1, -1).replaceAll("/", "\\/")).slice(1, -1),
    "bytes of a log": token.replace(/\W/g, (c) => `\\x${c.charCodeAt(0).toString(16)}`),
    "upper case": token.toUpperCase(),
  };
  it.each(Object.entries(rewritten))(
    "the error of a server that echoes it as %s, whole or cut",
    async (_, echo) => {
      for (const end of ["</p>", ""]) {
        const body = `<p>${end ? echo : echo.slice(0, -1)}${end}`;
        const error = await errorOf({ status: 401, body });
        // The last letters of a cut escape may remain.
        expect(error).toMatchObject({ body: expect.stringMatching(`^<p>\\[token\\]\\w{0,3}${end}$`) });
      }
    },
  );

  it("an error whose body is cut in the middle of it", async () => {
    const error = await errorOf({ status: 500, body: "x".repeat(64 * 1024 - token.length + 1) + token });
    expect(shown(error)).not.toContain(core.slice(0, 8));
  });

  it("an error whose body has the beginning of it", async () => {
    const error = await errorOf({ status: 401, body: `The token ${token.slice(0, -4)}… is unknown` });
    expect(error).toMatchObject({ body: "The token [token]… is unknown" });
  });

  it("an error whose body repeats its first characters, which is redacted in linear time", async () => {
    const long = `${"a".repeat(2_000)}b`;
    for (const part of ["a", "&a;"]) {
      const start = process.cpuUsage();
      await errorOf({ status: 401, body: part.repeat(20_000) }, { token: long });
      // Microseconds of its own, whatever else runs.
      expect(process.cpuUsage(start).user).toBeLessThan(10e6);
    }
  });

  it("the error of a connection that could not be made", async () => {
    const server = await startServer();
    await server.stop();
    const error = await failureOf(TrutoError, deleteContact(server, { token, maxRetries: 0 }));
    expect(shown(error)).toContain("ECONNREFUSED");
    expect(shown(error)).not.toContain(core);
  });

  it.each<[string, () => unknown]>([
    ["a text", () => `no route for ${token}`],
    ["an error", () => new TypeError(`failed with ${token}`)],
    ["causes", () => new Error("outer", { cause: new Error("inner", { cause: new Error(token) }) })],
    [
      "its own members",
      () => Object.assign(new Error("failed"), { code: token, config: { headers: { token } } }),
    ],
    ["an object", () => ({ message: "failed", request: { authorization: `Bearer ${token}` } })],
    ["a list of errors", () => new AggregateError([new Error(token)], "all failed")],
  ])("the error of a fetch that throws it in %s", async (_, thrown) => {
    const error = await errorOf("silence", { fetch: () => Promise.reject(thrown()) });
    expect(error.name).toBe("TrutoConnectionError");
    expect(shown(error)).not.toContain(core);
  });

  it("the error of an attempt that timed out", async () => {
    const error = await errorOf("silence", { timeout: 50 });
    expect(error.name).toBe("TrutoTimeoutError");
    expect(shown(error)).not.toContain(core);
  });

  it("the argument of onRetry, or the error when onRetry fails", async () => {
    const told: unknown[] = [];
    const onRetry = (event: unknown) => {
      told.push(event);
      throw new Error(`no retry with ${token}`);
    };
    const error = await errorOf({ status: 500, body: token }, { maxRetries: 1, onRetry });
    expect(error.message).toContain("onRetry failed");
    expect(told).toHaveLength(1);
    expect(shown(error) + shown(told)).not.toContain(core);
  });

  it("the error of a token function that failed to refresh it", async () => {
    let turn = 0;
    const error = await errorOf(
      { status: 500 },
      {
        maxRetries: 1,
        token() {
          if (turn++) throw new Error(`could not refresh ${token}`);
          return token;
        },
      },
    );
    expect(error).toMatchObject({ message: expect.stringContaining("token failed"), attempts: 2 });
    expect(shown(error)).not.toContain(core);
  });

  it("the error of a token function that fails with the token of an earlier call", async () => {
    await using server = await startServer({ json: { id: "1" } });
    const given = ["first-token-never-show-me", "second-token-never-show-me", token];
    let turn = 0;
    const truto = createTestClient(server, {
      token() {
        const next = given[turn++];
        if (next === undefined) throw new Error(`refused: ${given.join(" ")}`);
        return next;
      },
    });
    for (const _ of given) await truto.contacts.delete("1");
    const error = await failureOf(TrutoError, truto.contacts.delete("1"));
    expect(error.message).toContain("token failed: refused: [token]");
    expect(shown(error)).not.toContain(core);
  });

  it.each([`${core}\n`, `${core} `, `Bearer ${core}`, `${core}€`])(
    "the error for the invalid token %j",
    (bad) => {
      try {
        createTrutoClient({ token: bad });
      } catch (error) {
        expect(error).toBeInstanceOf(TrutoInputError);
        expect(shown(error)).not.toContain(core);
        return;
      }
      throw new Error("The token should have been refused.");
    },
  );

  it("the error for a base URL with a password, or for a header", () => {
    for (const options of [
      { baseUrl: `https://user:${core}@h.test` },
      { baseUrl: `http://${core}.test` },
      { headers: { "x-key": `${core}\n1` } },
    ]) {
      expect(() => createTrutoClient({ token, ...options })).toThrow(TrutoInputError);
      expect(() => createTrutoClient({ token, ...options })).not.toThrow(core);
    }
  });
});

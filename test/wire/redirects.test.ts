import { describe, expect, test } from "vitest";
import { type Fetch, TrutoApiError } from "../../src/index.js";
import { deleteAsStream, deleteContact, deleteOverApi, failureOf, token } from "../support/client.js";
import { startServer } from "../support/server.js";

const ways = { "contacts.delete": deleteContact, "a stream": deleteAsStream, "truto.api": deleteOverApi };

/** `true` if the delete may have been applied: 302 and 303 may mean "done, look there". */
const statuses = [
  [301, false],
  [302, true],
  [303, true],
  [307, false],
  [308, false],
] as const;

describe.each(Object.entries(ways))("a redirect of %s", (_, send) => {
  test.each(statuses)(
    "with a %d to another origin is not followed, and the error has its location",
    async (status, mayHaveBeenApplied) => {
      await using other = await startServer({ json: { id: "1" } });
      const location = `${other.url}/unified/crm/contacts/1`;
      await using server = await startServer({ status, headers: { location } });
      const error = await failureOf(TrutoApiError, send(server));
      expect(error).toMatchObject({ status, attempts: 1, mayHaveBeenApplied });
      expect(error.message).toContain(location);
      expect(error.headers.get("location")).toBe(location);
      expect(server.requests).toHaveLength(1);
      expect({ requests: other.requests, connections: other.allConnections }).toEqual({
        requests: [],
        connections: 0,
      });
    },
  );

  test.each(statuses)("with a %d to its own origin is not followed", async (status, mayHaveBeenApplied) => {
    await using server = await startServer([
      { status, headers: { location: "/elsewhere?a=b" } },
      { json: { id: "1" } },
    ]);
    const error = await failureOf(TrutoApiError, send(server));
    expect(error).toMatchObject({ status, attempts: 1, mayHaveBeenApplied });
    expect(error.message).toContain("/elsewhere?a=b");
    expect(server.requests.map(({ method, target }) => `${method} ${target.slice(0, 8)}`)).toEqual([
      "DELETE /unified",
    ]);
  });
});

describe("a redirect", () => {
  test.each([300, 301, 302, 303, 304, 305, 307, 308, 399])(
    "with a %d without a location is an error with that status",
    async (status) => {
      await using server = await startServer({ status });
      const error = await failureOf(TrutoApiError, deleteContact(server));
      expect(error).toMatchObject({ status, attempts: 1 });
      expect(error.message).not.toMatch(/null|undefined/);
      expect(error.message.includes("redirected")).toBe(![304, 399].includes(status));
    },
  );

  test("to an address with the token does not show the token", async () => {
    await using server = await startServer({
      status: 302,
      headers: { location: `https://evil.example/?t=${token}` },
    });
    const error = await failureOf(TrutoApiError, deleteContact(server));
    expect(error.message).toContain("https://evil.example/?t=[token]");
    expect(error.headers.get("location")).toBe("https://evil.example/?t=[token]");
  });

  test("gives an error with its body, and is not blocked by a body without end", async () => {
    await using server = await startServer({
      status: 303,
      headers: { location: "/" },
      json: { message: "Moved" },
    });
    expect(await failureOf(TrutoApiError, deleteContact(server))).toMatchObject({
      body: { message: "Moved" },
    });
    await using endless = await startServer({
      status: 303,
      headers: { location: "/" },
      body: ["x"],
      ending: "silence",
    });
    expect(await failureOf(TrutoApiError, deleteContact(endless, { timeout: 3_000 }))).toMatchObject({
      status: 303,
    });
    await endless.requests[0]?.closed;
  });

  test("is not retried, even with Retry-After", async () => {
    await using server = await startServer({
      status: 307,
      headers: { location: "/", "retry-after": "0.001" },
    });
    await failureOf(TrutoApiError, deleteContact(server));
    expect(server.requests).toHaveLength(1);
  });
});

describe("a custom fetch that follows redirects", () => {
  const follow = (url: string, init: RequestInit) => fetch(url, { ...init, redirect: "follow" });

  test("gives an error, as the redirected request may be a GET", async () => {
    await using server = await startServer([
      { status: 303, headers: { location: "/there" } },
      { json: { id: "1" } },
    ]);
    const error = await failureOf(TrutoApiError, deleteContact(server, { fetch: follow }));
    expect(error).toMatchObject({ status: 200, attempts: 1, mayHaveBeenApplied: true });
    expect(error.message).toContain(`${server.url}/there`);
  });

  test.each([400, 404, 503])(
    "gives an error that may have been applied when the redirect ends in a %d",
    async (status) => {
      const json = { statusCode: status };
      await using server = await startServer([
        { status: 303, headers: { location: "/there" } },
        { status, json },
      ]);
      const error = await failureOf(TrutoApiError, deleteContact(server, { fetch: follow }));
      expect(error).toMatchObject({ status, attempts: 1, mayHaveBeenApplied: true });
    },
  );

  test.each([429, 500])("is not retried when the redirect ends in a %d", async (status) => {
    await using server = await startServer([{ status: 303, headers: { location: "/there" } }, { status }]);
    await failureOf(TrutoApiError, deleteContact(server, { fetch: follow }));
    expect(server.requests).toHaveLength(2);
  });

  test.each(["/there", "/unified/crm/contacts/2"])(
    "is detected by the response's url %s alone",
    async (path) => {
      await using server = await startServer({ json: { id: "23423523" } });
      const fetch: Fetch = async (url, init) => {
        const { status, headers, text, arrayBuffer } = polyfilled(await globalThis.fetch(url, init));
        return { status, headers, text, arrayBuffer, url: `${server.url}${path}` };
      };
      for (const send of [deleteContact, deleteAsStream, deleteOverApi]) {
        const error = await failureOf(TrutoApiError, send(server, { fetch }));
        expect(error).toMatchObject({ status: 200, attempts: 1, mayHaveBeenApplied: true });
        expect(error.message).toContain(`redirected to ${server.url}${path}`);
      }
    },
  );

  test.each(["", "the same"])("is detected by the property redirected when the url is %j", async (url) => {
    await using server = await startServer({ json: { id: "23423523" } });
    const fetch: Fetch = async (target, init) => ({
      ...polyfilled(await globalThis.fetch(target, init)),
      redirected: true,
      url: url && target,
    });
    for (const send of [deleteContact, deleteAsStream, deleteOverApi]) {
      const error = await failureOf(TrutoApiError, send(server, { fetch }));
      expect(error).toMatchObject({ status: 200, attempts: 1, mayHaveBeenApplied: true });
      expect(error.message).toMatch(/: redirected.*, and redirects are not followed/);
    }
  });

  test("gives a success when the response's url is missing or the requested one", async () => {
    await using server = await startServer({ json: { id: "23423523" } });
    for (const place of [(url: string) => url, (url: string) => `${url}#part`, () => ""]) {
      const fetch: Fetch = async (url, init) => ({
        ...polyfilled(await globalThis.fetch(url, init)),
        url: place(url),
      });
      expect(await deleteContact(server, { fetch })).toEqual({ id: "23423523" });
    }
  });
});

/** A response of a library without streams. */
function polyfilled(response: Response) {
  const { status, headers } = response;
  return { status, headers, text: () => response.text(), arrayBuffer: () => response.arrayBuffer() };
}

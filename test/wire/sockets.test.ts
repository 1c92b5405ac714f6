import { describe, expect, test } from "vitest";
import { TrutoApiError } from "../../src/index.js";
import {
  createTestClient,
  deleteAsStream,
  deleteContact,
  deleteOverApi,
  failureOf,
} from "../support/client.js";
import { type Reply, startServer, type TestServer } from "../support/server.js";

/** A body of 64 KiB each 10 ms, for ever. */
const endless = {
  body: {
    *[Symbol.iterator]() {
      for (;;) yield "x".repeat(64 * 1_024);
    },
  },
  pause: 10,
};

/** The reply for a contact with this id. */
const replies: Record<string, Reply> = {
  done: { json: { id: "1" } },
  empty: { status: 204 },
  slow: { body: ['{"id"', ':"1"}'], pause: 50 },
  missing: { status: 404, json: { statusCode: 404 } },
  page: { status: 502, body: "<html>" },
  endless: { status: 500, ...endless },
  moved: { status: 303, headers: { location: "/" }, ...endless },
  limited: { status: 429, headers: { "retry-after": "3600" } },
  lost: "reset",
  halved: { body: ["{"], ending: "cut" },
  unreadable: { body: "<p>" },
  silent: "silence",
  stalled: { body: ["{"], ending: "silence" },
  stalledRefusal: { status: 403, body: ["no"], ending: "silence" },
  stream: endless,
};

function startMixedServer(): Promise<TestServer> {
  return startServer(({ target }) => replies[target.match(/contacts\/(\w+)/)?.[1] ?? ""] ?? {});
}

/** Waits until no answer is under way: the sockets that remain are idle, for the next calls to use. */
async function settled(server: TestServer): Promise<void> {
  await expect.poll(() => server.openRequests, { timeout: 60_000 }).toBe(0);
}

test("500 concurrent calls with every kind of result settle and keep no socket", async () => {
  await using server = await startMixedServer();
  const truto = createTestClient(server, { maxRetries: 1 });
  const query = { integrated_account_id: "account-1" };
  const send = async (id: string, number: number): Promise<unknown> => {
    const controller = new AbortController();
    // Endless replies are ended by the caller or by the timeout, in turn.
    if (/^(silent|stalled)/.test(id) && number % 2) setTimeout(() => controller.abort("stop"), 1_000);
    const options = { timeout: /^(silent|stalled)/.test(id) ? 2_000 : 60_000, signal: controller.signal };
    if (id === "stream") {
      const body = await truto.contacts.delete(id, { truto_response_format: "stream" }, options);
      return body.cancel();
    }
    return number % 3
      ? truto.contacts.delete(id, query, options)
      : truto.contacts.delete(id, query, options).withResponse();
  };
  const ids = Object.keys(replies);
  const calls = Array.from({ length: 500 }, (_, number) => send(ids[number % ids.length] ?? "", number));
  const results = await Promise.allSettled(calls);

  const succeeding = ["done", "empty", "slow", "stream"];
  for (const [number, result] of results.entries()) {
    const id = ids[number % ids.length] ?? "";
    expect({ id, status: result.status }).toEqual({
      id,
      status: succeeding.includes(id) ? "fulfilled" : "rejected",
    });
  }
  await settled(server);
});

describe("the socket is released", () => {
  const longest = { timeout: 60_000, maxRetries: 0 };

  test.each(["endless", "moved"])("of an error whose body never ends: %s", async (id) => {
    await using server = await startMixedServer();
    await failureOf(TrutoApiError, createTestClient(server, longest).contacts.delete(id));
    await server.requests[0]?.closed;
  });

  test("of an error of truto.api whose body never ends", async () => {
    await using server = await startServer({ status: 500, ...endless });
    expect(await deleteOverApi(server, longest)).toMatchObject({ error: { statusCode: 500 } });
    await server.requests[0]?.closed;
  });

  test("of a failed attempt, before the next one", async () => {
    await using server = await startServer([{ status: 500, ...endless }, { json: { id: "1" } }]);
    await deleteContact(server, { timeout: 60_000 });
    await server.requests[0]?.closed;
    await settled(server);
  });

  test("of a stream that its reader cancels, even while it waits for a chunk", async () => {
    await using server = await startServer({ body: ["one"], ending: "silence" });
    const reader = (await deleteAsStream(server, longest)).getReader();
    await reader.read();
    const waiting = reader.read();
    await reader.cancel();
    expect(await waiting).toEqual({ done: true, value: undefined });
    await server.requests[0]?.closed;
  });

  test("and reused by later calls after a complete body", async () => {
    await using server = await startServer(({ target }) => replies[target.match(/(\w+)\?/)?.[1] ?? ""] ?? {});
    const truto = createTestClient(server, { maxRetries: 0 });
    for (let round = 0; round < 5; round++) {
      for (const id of ["done", "empty", "missing", "page", "unreadable", "slow"]) {
        await truto.contacts.delete(id).catch(() => {});
      }
    }
    expect(server.requests).toHaveLength(30);
    expect(server.allConnections).toBeLessThan(10);
  });
});

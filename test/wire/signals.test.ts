import { getEventListeners } from "node:events";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { TrutoTimeoutError } from "../../src/index.js";
import { createTestApi, createTestClient, failure, failureOf } from "../support/client.js";
import { type Reply, startServer, type TestServer } from "../support/server.js";

const warnings: Error[] = [];
const keepWarning = (warning: Error) => warnings.push(warning);
beforeEach(() => process.on("warning", keepWarning));
afterEach(() => process.off("warning", keepWarning));

const { signal } = new AbortController();
const listeners = () => getEventListeners(signal, "abort").length;

/** The id of a contact selects the answer. */
const replies: Record<string, Reply> = {
  done: { json: { id: "1" } },
  empty: { status: 204 },
  missing: { status: 404, body: "<html>" },
  failing: { status: 500 },
  lost: "reset",
  moved: { status: 303, headers: { location: "/" } },
  unreadable: { body: "{" },
  halved: { body: ["{"], ending: "reset" },
};

function startMixedServer(): Promise<TestServer> {
  return startServer(({ target }) => replies[target.match(/contacts\/(\w+)/)?.[1] ?? ""] ?? {});
}

type Truto = ReturnType<typeof createTestClient> & { api: ReturnType<typeof createTestApi> };

const ways: Record<string, (truto: Truto, id: string) => Promise<unknown>> = {
  "contacts.delete": (truto, id) => truto.contacts.delete(id, {}, { signal }),
  withResponse: (truto, id) => truto.contacts.delete(id, {}, { signal }).withResponse(),
  "a stream that is read": async (truto, id) => {
    const body = await truto.contacts.delete(id, { truto_response_format: "stream" }, { signal });
    return new Response(body).text();
  },
  "a stream that is cancelled": async (truto, id) => {
    const body = await truto.contacts.delete(id, { truto_response_format: "stream" }, { signal });
    return body.cancel();
  },
  "truto.api": (truto, id) =>
    truto.api.DELETE("/unified/crm/contacts/{id}", {
      params: { path: { id }, query: { integrated_account_id: "a" } },
      signal,
    }),
};

describe("one signal shared by all calls", () => {
  test.each(Object.entries(ways))(
    "has no listener left after calls of %s with any result",
    async (_, send) => {
      await using server = await startMixedServer();
      const truto = {
        ...createTestClient(server, { maxRetries: 1 }),
        api: createTestApi(server, { maxRetries: 1 }),
      };
      for (let round = 0; round < 10; round++) {
        const calls = Object.keys(replies).flatMap((id) => Array.from({ length: 5 }, () => send(truto, id)));
        await Promise.allSettled(calls);
      }
      expect(listeners()).toBe(0);
      expect(server.requests.length).toBeGreaterThan(400);
    },
  );

  test("has no listener left after a thousand calls", async () => {
    await using server = await startMixedServer();
    const truto = createTestClient(server);
    for (let round = 0; round < 20; round++) {
      await Promise.all(Array.from({ length: 50 }, () => truto.contacts.delete("empty", {}, { signal })));
    }
    expect(listeners()).toBe(0);
    expect(server.requests).toHaveLength(1_000);
  });

  test("has no listener left after a stream fails or times out", async () => {
    await using server = await startServer([
      { body: ["a"], ending: "reset" },
      { body: ["a"], ending: "silence" },
    ]);
    const truto = createTestClient(server, { timeout: 3_000 });
    const format = { truto_response_format: "stream" } as const;
    const lost = await truto.contacts.delete("1", format, { signal });
    await failure(new Response(lost).text());
    expect(listeners()).toBe(0);
    const silent = await truto.contacts.delete("1", format, { signal });
    await failureOf(TrutoTimeoutError, new Response(silent).text());
    expect(listeners()).toBe(0);
  });

  test("has no listener left after an invalid input, an invalid token or a failing callback", async () => {
    await using server = await startServer({ status: 500 });
    const throwing = () => {
      throw new Error("no");
    };
    await failure(createTestClient(server).contacts.delete("..", {}, { signal }));
    await failure(createTestClient(server, { token: throwing }).contacts.delete("1", {}, { signal }));
    await failure(createTestClient(server, { token: () => "a\nb" }).contacts.delete("1", {}, { signal }));
    await failure(createTestClient(server, { onRetry: throwing }).contacts.delete("1", {}, { signal }));
    expect(listeners()).toBe(0);
  });

  const underWay: [string, Reply][] = [
    ["before the headers", "silence"],
    ["in a body", { body: ["{"], ending: "silence" }],
    ["in a wait", { status: 429, headers: { "retry-after": "60" } }],
  ];
  test.each(underWay)("has no listener left after an abort %s", async (_, reply) => {
    const controller = new AbortController();
    await using server = await startServer(() => {
      setTimeout(() => controller.abort("stop"), 50);
      return reply;
    });
    const call = createTestClient(server, { maxRetryDelay: 60_000 }).contacts.delete(
      "1",
      {},
      { signal: controller.signal },
    );
    expect(await failure(call)).toBe("stop");
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
  });

  test.each(["contacts.delete", "truto.api"])(
    "has one listener for all concurrent calls of %s, so that Node does not warn of a leak",
    async (way) => {
      let release = () => {};
      const arrived = new Promise<void>((resolve) => {
        release = resolve;
      });
      await using server = await startServer(async () => {
        if (server.requests.length === 300) release();
        await arrived;
        return { json: { id: "1" } };
      });
      const truto = { ...createTestClient(server), api: createTestApi(server) };
      const calls = Array.from({ length: 300 }, () => ways[way]?.(truto, "1"));
      await arrived;
      expect(listeners()).toBe(1);
      await Promise.all(calls);
      expect(listeners()).toBe(0);
      expect(warnings).toEqual([]);
    },
  );
});

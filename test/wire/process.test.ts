import { describe, expect, test } from "vitest";
import { runChild } from "../support/child.js";
import { type Reply, startServer } from "../support/server.js";

const done = { json: { id: "1" } };

describe("a process", () => {
  test("can freeze all built-ins, and has no patched global after calls of every kind", async () => {
    await using server = await startServer([{ status: 500 }, done, done, done, { status: 404 }]);
    const result = await runChild("frozen", [server.url], ["--frozen-intrinsics"]);
    expect(result).toEqual({
      id: { id: "1" },
      stream: '{"id":"1"}',
      data: { id: "1" },
      error: expect.stringContaining("TrutoApiError: DELETE /unified/crm/contacts/{id}: 404"),
      changed: [],
      isFrozen: true,
    });
  });

  test("ends by itself after its calls settle, with any result", async () => {
    const endless = {
      *[Symbol.iterator]() {
        for (;;) yield "x".repeat(1_000);
      },
    };
    const replies: Record<string, Reply> = {
      done,
      missing: { status: 404, body: "gone" },
      failing: { status: 500 },
      lost: "reset",
      endless: { status: 502, body: endless },
      endlessStream: { body: endless },
      lostStream: { body: ["x"], ending: "reset" },
      silent: "silence",
      limited: { status: 429, headers: { "retry-after": "300" } },
    };
    await using server = await startServer(({ target }) => replies[target.split("/")[1] ?? ""] ?? {});
    expect(await runChild("ends", [server.url])).toEqual([
      "done: resolved",
      "missing: TrutoApiError",
      "failing: TrutoApiError",
      "lost: TrutoConnectionError",
      "endless: TrutoApiError",
      "done: resolved",
      "missing: resolved",
      "done: resolved",
      "endlessStream: resolved",
      "lostStream: TrutoConnectionError",
      "silent: TrutoTimeoutError",
      "silent: stop",
      "silent: stop",
      "limited: stop",
      "done: stop",
      "done: TrutoTimeoutError",
      "failing: TrutoInputError",
    ]);
  });

  test.each([
    "an empty body over createTrutoApi on one signal",
    "a stream over createTrutoApi on one signal",
    "a stream of contacts.delete on one signal",
    "a stream of contacts.delete",
  ])("keeps no memory for calls that got %s and left it unread", async (way) => {
    const result = await runChild("held", [way], ["--expose-gc"]);
    expect(result).toEqual({ made: 50, results: 0, listeners: 0, requests: 0 });
  });
});

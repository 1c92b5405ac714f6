import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { TrutoApiError, TrutoConnectionError } from "../../src/index.js";
import { createTestClient, failure, failureOf } from "../support/client.js";
import { startServer, type TestServer } from "../support/server.js";

/** Deletes a contact and gives the answer as a stream. */
function streamFrom(server: TestServer, signal?: AbortSignal) {
  const query = { truto_response_format: "stream" } as const;
  return createTestClient(server, { maxRetries: 0 }).contacts.delete("23423523", query, { signal });
}

async function bytesOf(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

describe("a stream", () => {
  it("gives its first chunk before the server has sent the second", async () => {
    await using server = await startServer({ body: ["first"], ending: "silence" });
    const reader = (await streamFrom(server)).getReader();
    const { value } = await reader.read();
    expect(new TextDecoder().decode(value)).toBe("first");
    await reader.cancel();
  });

  it("gives every byte as it came", async () => {
    const bytes = Uint8Array.from({ length: 200_000 }, (_, index) => (index * 7) % 256);
    const chunks = [bytes.subarray(0, 1), bytes.subarray(1, 70_000), bytes.subarray(70_000)];
    await using server = await startServer({ headers: { "content-type": "image/png" }, body: chunks });
    expect(Buffer.compare(await bytesOf(await streamFrom(server)), bytes)).toBe(0);
  });

  it.each([
    ["a 204", { status: 204 }],
    ["an empty 200", {}],
  ])("is empty after %s", async (_, answer) => {
    await using server = await startServer(answer);
    expect(await bytesOf(await streamFrom(server))).toHaveLength(0);
  });

  it("does not read ahead of its reader", async () => {
    let taken = 0;
    function* endless() {
      for (; ; taken++) yield new Uint8Array(16 * 1024 * 1024);
    }
    await using server = await startServer({ body: endless() });
    const reader = (await streamFrom(server)).getReader();
    await reader.read();
    for (let idle = 0, before = taken; idle < 500 && taken < 2; idle++) {
      await setImmediate();
      if (taken > before) idle = 0;
      before = taken;
    }
    // Sockets hold less than two of these chunks.
    expect(taken).toBeLessThan(2);
    await reader.cancel();
    await server.requests[0]?.closed;
  });

  it("closes the connection when it is cancelled", async () => {
    await using server = await startServer({ body: ["first"], ending: "silence" });
    const stream = await streamFrom(server);
    await stream.cancel();
    await server.requests[0]?.closed;
  });

  it("ends with the caller's own reason when the caller aborts midway", async () => {
    await using server = await startServer({ body: ["first"], ending: "silence" });
    const controller = new AbortController();
    const reader = (await streamFrom(server, controller.signal)).getReader();
    await reader.read();
    const reason = new Error("enough");
    controller.abort(reason);
    expect(await failure(reader.read())).toBe(reason);
    await server.requests[0]?.closed;
  });

  it.each(["cut", "reset"] as const)(
    "ends with a typed error when the connection is %s midway",
    async (ending) => {
      await using server = await startServer({ body: ["first"], ending });
      const reader = (await streamFrom(server)).getReader();
      const error = await failureOf(
        TrutoConnectionError,
        (async () => {
          while (!(await reader.read()).done);
        })(),
      );
      expect(error.mayHaveBeenApplied).toBe(true);
    },
  );

  it("is never given for an error: that is typed, with its body", async () => {
    const body = { statusCode: 404, error: "Not Found", message: "no such contact" };
    await using server = await startServer({ status: 404, json: body });
    const error = await failureOf(TrutoApiError, streamFrom(server));
    expect(error).toMatchObject({ status: 404, error: "Not Found", body, mayHaveBeenApplied: false });
  });
});

import { createGzip } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { type Fetch, TrutoApiError } from "../../src/index.js";
import { createTestApi, deleteContact, failureOf } from "../support/client.js";
import { fetches } from "../support/fetches.js";
import { startServer } from "../support/server.js";

const MiB = 2 ** 20;
const advice = "the body is larger than 100 MiB: ask for it as a `stream`";

/** A number of MiB of spaces. gzip makes them a thousand times smaller. */
async function compressed(size: number): Promise<Uint8Array[]> {
  const gzip = createGzip();
  const part = Buffer.alloc(MiB, " ");
  for (let written = 0; written < size; written++) gzip.write(part);
  gzip.end();
  return await gzip.toArray();
}

let tooLarge: Uint8Array[];
beforeAll(async () => {
  tooLarge = await compressed(101);
});
/** To read a hundred MiB takes its time on a busy machine. */
const timeout = 100_000;

const bodies = { text: "text/plain", bytes: "image/png", JSON: "application/json" };

describe("a success over the size limit", () => {
  test.each(Object.entries(bodies))(
    "is an error that recommends the stream format, in raw: %s",
    async (_, type) => {
      const headers = { "content-encoding": "gzip", "content-type": type };
      await using server = await startServer({ headers, body: tooLarge });
      const call = deleteContact(server, { timeout, query: { truto_response_format: "raw" } });
      const error = await failureOf(TrutoApiError, call);
      expect(error).toMatchObject({ status: 200, attempts: 1, mayHaveBeenApplied: true });
      expect(error.message).toContain(advice);
      expect(String(error.body ?? "").length).toBeLessThanOrEqual(64 * 1_024);
    },
  );

  test.each(["json", "blob"] as const)("is an error in ./api: %s", async (parseAs) => {
    await using server = await startServer({
      headers: { "content-encoding": "gzip" },
      body: tooLarge,
    });
    const call = createTestApi(server, { timeout }).DELETE("/unified/crm/contacts/{id}", {
      params: { path: { id: "1" }, query: { integrated_account_id: "a" } },
      parseAs,
    });
    const error = await failureOf(TrutoApiError, call);
    expect(error).toMatchObject({ status: 200, attempts: 1, mayHaveBeenApplied: true });
    expect(error.message).toContain(advice);
  });

  test.each(Object.entries(fetches))("is an error with the fetch of %s", async (_, fetch) => {
    const headers = { "content-encoding": "gzip", "content-type": "text/plain" };
    await using server = await startServer({ headers, body: tooLarge });
    const call = deleteContact(server, { timeout, fetch, query: { truto_response_format: "raw" } });
    expect((await failureOf(TrutoApiError, call)).message).toContain(advice);
  });

  test("is read no further than the limit", async () => {
    let given = 0;
    const fetch: Fetch = async () => {
      const body = {
        async *[Symbol.asyncIterator]() {
          for (; given < 1_000; given++) yield new Uint8Array(MiB);
        },
      };
      const unread = () => Promise.reject(new Error("unread"));
      return { status: 200, headers: new Headers(), body, text: unread, arrayBuffer: unread };
    };
    const server = { url: "https://fetch.invalid" };
    const raw = { truto_response_format: "raw" } as const;
    const error = await failureOf(TrutoApiError, deleteContact(server, { fetch, query: raw }));
    expect(error.message).toContain(advice);
    expect(given).toBe(100);
    given = 0;
    const contact = await failureOf(TrutoApiError, deleteContact(server, { fetch }));
    expect(contact.message).toContain("the body is larger than 10 MiB");
    expect(given).toBe(10);
  });

  test("is a success when it is exactly at the limit", async () => {
    await using server = await startServer({
      headers: { "content-encoding": "gzip", "content-type": "image/png" },
      body: await compressed(100),
    });
    const call = deleteContact(server, { timeout, query: { truto_response_format: "raw" } });
    const bytes = await call;
    expect(bytes).toHaveLength(100 * MiB);
  });
});

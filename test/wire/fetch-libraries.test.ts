import { afterEach, describe, expect, test, vi } from "vitest";
import { createTrutoClient, TrutoApiError, TrutoInputError } from "../../src/index.js";
import { deleteAsStream, deleteContact, deleteOverApi, failureOf } from "../support/client.js";
import { fetches } from "../support/fetches.js";
import { startServer } from "../support/server.js";

describe.each(Object.entries(fetches))("the fetch of %s", (_, fetch) => {
  test("deletes with contacts.delete and truto.api", async () => {
    await using server = await startServer({ json: { id: "23423523" } });
    expect(await deleteContact(server, { fetch })).toEqual({ id: "23423523" });
    expect(await new Response(await deleteAsStream(server, { fetch })).json()).toEqual({ id: "23423523" });
    const { data } = await deleteOverApi(server, { fetch });
    expect(data).toEqual({ id: "23423523" });
    const { data: stream } = await deleteOverApi(server, { fetch, parseAs: "stream" });
    expect(await new Response(stream as unknown as ReadableStream).json()).toEqual({ id: "23423523" });
  });

  test("gives typed errors with contacts.delete and truto.api", async () => {
    const json = { statusCode: 404, error: "Not Found", message: "No.", truto_is_remote_error: true };
    await using server = await startServer({ status: 404, json });
    for (const send of [deleteContact, deleteAsStream]) {
      const error = await failureOf(TrutoApiError, send(server, { fetch }));
      expect(error).toMatchObject({ status: 404, contactNotFound: true, body: json });
    }
    expect((await deleteOverApi(server, { fetch })).error).toEqual(json);
  });
});

describe("a runtime without fetch", () => {
  afterEach(() => vi.unstubAllGlobals());

  test("gets an error before the first attempt", async () => {
    vi.stubGlobal("fetch", undefined);
    const { contacts } = createTrutoClient({ token: "t", integratedAccountId: "a" });
    const error = await failureOf(TrutoInputError, contacts.delete("1"));
    expect(error).toMatchObject({ mayHaveBeenApplied: false });
    expect(error.message).toBe("this runtime has no fetch: give one as an option");
  });

  test("gets an error that keeps the outcome of an earlier lost response", async () => {
    vi.stubGlobal("fetch", () => {
      vi.stubGlobal("fetch", undefined);
      return Promise.reject(new Error("reset"));
    });
    const error = await failureOf(TrutoInputError, deleteContact({ url: "https://fetch.invalid" }));
    expect(error).toMatchObject({ mayHaveBeenApplied: true, request: { method: "DELETE" } });
  });
});

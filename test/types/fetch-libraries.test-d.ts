import nodeFetch from "node-fetch";
import { fetch as undiciFetch } from "undici";
import { test } from "vitest";
import { createTrutoApi } from "../../src/api.js";
import { createTrutoClient } from "../../src/index.js";

test("The client accepts the fetch of each library named in the documents", () => {
  for (const create of [createTrutoClient, createTrutoApi]) {
    create({ token: "t", fetch });
    create({ token: "t", fetch: globalThis.fetch });
    create({ token: "t", fetch: undiciFetch });
    create({ token: "t", fetch: nodeFetch });
  }
});

test("The client rejects a fetch that returns no response", () => {
  // @ts-expect-error it returns nothing
  createTrutoClient({ token: "t", fetch: async () => {} });
  // @ts-expect-error it returns a string
  createTrutoClient({ token: "t", fetch: async () => "deleted" });
  // @ts-expect-error it returns no promise of a response
  createTrutoClient({ token: "t", fetch: () => new Response() });
});

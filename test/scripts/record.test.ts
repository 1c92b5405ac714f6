import { expect, test } from "vitest";
import { createRecorder } from "../../scripts/lib/record.js";
import { createTrutoClient } from "../../src/index.js";
import { token } from "../support/client.js";
import { startServer } from "../support/server.js";

test("a recording has the call and its response, with [token] in place of the token", async () => {
  const json = { id: "23423523", note: `Bearer ${token}` };
  await using server = await startServer({ headers: { "x-echo": token }, json });
  const { fetch, entries } = createRecorder(token);
  const truto = createTrutoClient({ token, baseUrl: server.url, integratedAccountId: "account-1", fetch });

  const contact = await truto.contacts.delete("23423523", { truto_response_format: "raw" });

  expect(contact).toEqual(json);
  const text = JSON.stringify({ id: "23423523", note: "Bearer [token]" });
  expect(entries()).toMatchObject([
    {
      request: {
        method: "DELETE",
        url: expect.stringContaining("/unified/crm/contacts/23423523?integrated_account_id=account-1"),
        headers: expect.arrayContaining([{ name: "authorization", value: "Bearer [token]" }]),
        queryString: [
          { name: "integrated_account_id", value: "account-1" },
          { name: "truto_response_format", value: "raw" },
        ],
      },
      response: {
        status: 200,
        headers: expect.arrayContaining([{ name: "x-echo", value: "[token]" }]),
        content: { mimeType: "application/json", text },
      },
    },
  ]);
  expect(JSON.stringify(entries())).not.toContain(token);
});

test("a recording has the body of a request", async () => {
  await using server = await startServer({ status: 201 });
  const { fetch, entries } = createRecorder(token);
  const body = await new Blob([JSON.stringify({ name: "Ada" })]).arrayBuffer();
  const { signal } = new AbortController();
  const headers = { "content-type": "application/json" };
  await fetch(`${server.url}/contacts`, { method: "POST", headers, body, signal, redirect: "manual" });
  expect(entries()).toMatchObject([
    { request: { method: "POST", postData: { mimeType: "application/json", text: '{"name":"Ada"}' } } },
  ]);
});

test("a call without a complete response is not recorded", async () => {
  await using server = await startServer({ body: "{", ending: "cut" });
  const { fetch, entries } = createRecorder(token);
  const truto = createTrutoClient({ token, baseUrl: server.url, maxRetries: 0, fetch });
  const query = { integrated_account_id: "account-1" };
  await expect(truto.contacts.delete("1", query)).rejects.toThrow();
  expect(entries()).toEqual([]);
});

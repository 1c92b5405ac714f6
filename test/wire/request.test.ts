import { describe, expect, it } from "vitest";
import type { DeleteContactQuery } from "../../src/index.js";
import { createTestClient, deleteContact, token } from "../support/client.js";
import { startServer } from "../support/server.js";

/** The target of one delete at the server, after the path of the contacts. */
async function targetOf(id: string, query: DeleteContactQuery<string> = {}): Promise<string> {
  await using server = await startServer({ status: 204 });
  await createTestClient(server).contacts.delete(id, query);
  expect(server.requests).toHaveLength(1);
  const [{ method, target } = { method: "", target: "" }] = server.requests;
  expect(method).toBe("DELETE");
  expect(target.slice(0, 22)).toBe("/unified/crm/contacts/");
  return target.slice(22);
}

describe("the target", () => {
  const account = "integrated_account_id=account-1";

  it.each<[DeleteContactQuery<string>, string]>([
    [{}, account],
    [{ integrated_account_id: "another" }, "integrated_account_id=another"],
    [{ integrated_account_id: "a&b=c d" }, "integrated_account_id=a%26b%3Dc%20d"],
    [{ truto_response_format: "unified" }, `${account}&truto_response_format=unified`],
    [{ truto_response_format: "normalized" }, `${account}&truto_response_format=normalized`],
    [{ truto_response_format: "raw" }, `${account}&truto_response_format=raw`],
    [{ truto_response_format: "stream" }, `${account}&truto_response_format=stream`],
    [{ truto_ignore_remote_data: true }, `${account}&truto_ignore_remote_data=true`],
    [{ truto_ignore_remote_data: false }, `${account}&truto_ignore_remote_data=false`],
    [{ truto_exclude_fields: ["tags"] }, `${account}&truto_exclude_fields%5B%5D=tags`],
    [
      { truto_exclude_fields: ["tags", "urls"] },
      `${account}&truto_exclude_fields%5B%5D=tags&truto_exclude_fields%5B%5D=urls`,
    ],
    [{ truto_exclude_fields: [] }, account],
    [{ remote_query: { foo: "bar" } }, `${account}&remote_query%5Bfoo%5D=bar`],
    [{ remote_query: { a: { b: { c: 1 } } } }, `${account}&remote_query%5Ba%5D%5Bb%5D%5Bc%5D=1`],
    [
      { remote_query: { ids: [1, 2] } },
      `${account}&remote_query%5Bids%5D%5B%5D=1&remote_query%5Bids%5D%5B%5D=2`,
    ],
    [
      { remote_query: { or: [{ x: 1 }, { y: true }] } },
      `${account}&remote_query%5Bor%5D%5B%5D%5Bx%5D=1&remote_query%5Bor%5D%5B%5D%5By%5D=true`,
    ],
    [
      { remote_query: { since: new Date("2025-01-02T03:04:05.006Z") } },
      `${account}&remote_query%5Bsince%5D=2025-01-02T03%3A04%3A05.006Z`,
    ],
    [
      { remote_query: { a: null, b: undefined, c: "" } },
      `${account}&remote_query%5Ba%5D=&remote_query%5Bc%5D=`,
    ],
    [{ remote_query: {} }, account],
  ])("is exact for the query %j", async (query, expected) => {
    expect(await targetOf("23423523", query)).toBe(`23423523?${expected}`);
  });

  it("is exact for all parameters together, the account first", async () => {
    const target = await targetOf("23423523", {
      remote_query: { foo: { bar: "baz" } },
      truto_exclude_fields: ["id", "name"],
      truto_ignore_remote_data: true,
      truto_response_format: "unified",
      integrated_account_id: "62f44730-dd91-461e-bd6a-aedd9e0ad79d",
    });
    expect(target).toBe(
      "23423523?integrated_account_id=62f44730-dd91-461e-bd6a-aedd9e0ad79d&remote_query%5Bfoo%5D%5Bbar%5D=baz" +
        "&truto_exclude_fields%5B%5D=id&truto_exclude_fields%5B%5D=name" +
        "&truto_ignore_remote_data=true&truto_response_format=unified",
    );
  });

  it.each([
    ["a/accounts/1", "a%2Faccounts%2F1"],
    ["7%2f8", "7%252f8"],
    ["1\\2", "1%5C2"],
    ["1?integrated_account_id=other", "1%3Fintegrated_account_id%3Dother"],
    ["1#", "1%23"],
    ["1;2", "1%3B2"],
    ["https://evil.test", "https%3A%2F%2Fevil.test"],
    ["a b+c", "a%20b%2Bc"],
    ["Zoë 🐕", "Zo%C3%AB%20%F0%9F%90%95"],
  ])("has the hostile id %j in one segment", async (id, segment) => {
    expect(await targetOf(id)).toBe(`${segment}?${account}`);
  });

  it.each([
    ["x&integrated_account_id=other&y", "x%26integrated_account_id%3Dother%26y"],
    ["x#", "x%23"],
    ["x=1", "x%3D1"],
    ["__proto__", "__proto__"],
  ])("encodes the key %j of a remote query", async (key, written) => {
    const remote_query = { [key]: "v" };
    expect(await targetOf("1", { remote_query })).toBe(`1?${account}&remote_query%5B${written}%5D=v`);
  });

  it("starts with the path of the base URL", async () => {
    await using server = await startServer({ status: 204 });
    await deleteContact({ url: `${server.url}/gateway/truto/` });
    expect(server.requests[0]?.target).toBe(`/gateway/truto/unified/crm/contacts/23423523?${account}`);
  });

  it("has the call's account, not the client's default", async () => {
    await using server = await startServer({ status: 204 });
    const truto = createTestClient(server);
    await truto.contacts.delete("1", { integrated_account_id: "mine" });
    await truto.contacts.delete("1");
    expect(server.requests.map(({ target }) => target.split("=")[1])).toEqual(["mine", "account-1"]);
  });
});

describe("a query and options that are null", () => {
  it("have no effect", async () => {
    await using server = await startServer({ status: 204 });
    // @ts-expect-error only plain JavaScript can pass them
    await createTestClient(server).contacts.delete("1", null, null);
    expect(server.requests[0]?.target).toBe("/unified/crm/contacts/1?integrated_account_id=account-1");
  });
});

describe("the headers", () => {
  it("are the authorization, an idempotency key and those of fetch itself", async () => {
    await using server = await startServer({ status: 204 });
    await fetch(server.url, { method: "DELETE" });
    await deleteContact(server);
    const [plain, ours] = server.requests.map(({ headers }) => headers);
    const { authorization, "idempotency-key": key, ...others } = ours ?? {};
    expect(authorization).toBe(`Bearer ${token}`);
    expect(key).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
    expect(others).toEqual(plain);
  });

  it("have no cookie and no length, and there is no body", async () => {
    await using server = await startServer({ status: 204 });
    await deleteContact(server);
    for (const name of ["cookie", "content-type", "content-length", "transfer-encoding"]) {
      expect(server.requests[0]?.headers).not.toHaveProperty(name);
    }
  });

  it("have a new idempotency key for every call, or the caller's own", async () => {
    await using server = await startServer({ status: 204 });
    await deleteContact(server);
    await deleteContact(server);
    await deleteContact(server, { call: { headers: { "Idempotency-Key": "my-own" } } });
    const keys = server.requests.map(({ headers }) => headers["idempotency-key"]);
    expect(new Set(keys).size).toBe(3);
    expect(keys[2]).toBe("my-own");
  });

  it.each([
    ["an object", { "X-Call": "1", "x-both": "call" }],
    [
      "pairs",
      [
        ["X-Call", "1"],
        ["x-both", "call"],
      ] as [string, string][],
    ],
    ["a Headers", new Headers({ "X-Call": "1", "x-both": "call" })],
  ])("are the client's, overridden by the call's as %s", async (_, headers) => {
    await using server = await startServer({ status: 204 });
    await deleteContact(server, { headers: { "X-Client": "2", "X-Both": "client" }, call: { headers } });
    expect(server.requests[0]?.headers).toMatchObject({ "x-client": "2", "x-call": "1", "x-both": "call" });
  });

  it("have the token that the function returns for each call", async () => {
    await using server = await startServer({ status: 204 });
    let turn = 0;
    const truto = createTestClient(server, { token: async () => `token-${++turn}` });
    await truto.contacts.delete("1");
    await truto.contacts.delete("1");
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      "Bearer token-1",
      "Bearer token-2",
    ]);
  });
});

describe("a custom fetch", () => {
  it("is called unbound, with a URL string and an init", async () => {
    await using server = await startServer({ json: { id: "1" } });
    const calls: unknown[][] = [];
    await deleteContact(server, {
      fetch(this: unknown, ...parameters: Parameters<typeof fetch>) {
        calls.push([this, ...parameters]);
        return fetch(...parameters);
      },
    });
    const [[self, url, init] = []] = calls;
    expect(self).toBeUndefined();
    expect(url).toBe(`${server.url}/unified/crm/contacts/23423523?integrated_account_id=account-1`);
    expect(init).toMatchObject({ method: "DELETE", redirect: "manual", signal: expect.any(AbortSignal) });
    expect(init).not.toBeInstanceOf(Request);
  });
});

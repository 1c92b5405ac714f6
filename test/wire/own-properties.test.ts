import { afterEach, describe, expect, it } from "vitest";
import { type DeleteContactQuery, TrutoInputError } from "../../src/index.js";
import {
  createTestApi,
  createTestClient,
  deleteContact,
  deleteOverApi,
  failureOf,
} from "../support/client.js";
import { startServer, type TestServer } from "../support/server.js";

const polluted: string[] = [];

/** Adds a property to every object, as a library with a prototype pollution bug does. */
function pollute(name: string, value: unknown): void {
  polluted.push(name);
  Object.defineProperty(Object.prototype, name, {
    value,
    configurable: true,
    enumerable: true,
    writable: true,
  });
}

afterEach(() => {
  for (const name of polluted.splice(0)) Reflect.deleteProperty(Object.prototype, name);
});

/** The parts of the last request that a polluted prototype could have changed. */
function lastRequest({ requests }: TestServer) {
  const { method, target, headers } = requests.at(-1) ?? {};
  const { authorization, "x-evil": evil } = headers ?? {};
  return { method, target, authorization, evil };
}

const ways = { "contacts.delete": deleteContact, "./api": deleteOverApi };

describe.each(Object.entries(ways))("a property of Object.prototype, for %s,", (_, send) => {
  it.each<[string, unknown]>([
    ["integrated_account_id", "account-2"],
    ["truto_response_format", "raw"],
    ["truto_exclude_fields", ["id"]],
    ["truto_ignore_remote_data", true],
    ["remote_query", { evil: true }],
    ["id", "666"],
    ["token", "other-token"],
    ["baseUrl", "http://localhost:9"],
    ["headers", { "x-evil": "1" }],
    ["maxRetries", 0],
    ["querySerializer", () => "evil"],
    ["pathSerializer", () => "/evil"],
    ["bodySerializer", () => "evil"],
    ["parseAs", "text"],
    ["params", {}],
    ["middleware", [{ onRequest: () => new Response() }]],
  ])("does not change a request: %s", async (name, value) => {
    await using server = await startServer([{ status: 502, delay: 5 }, { json: { id: "1" } }]);
    await using clean = await startServer({ json: { id: "1" } });
    await send(clean);
    pollute(name, value);
    await send(server);
    expect(lastRequest(server)).toEqual(lastRequest(clean));
    expect(server.requests).toHaveLength(2);
  });

  it("is not used as the idempotency key", async () => {
    await using server = await startServer({ json: { id: "1" } });
    pollute("idempotency-key", "one-for-all");
    await send(server);
    await send(server);
    const keys = server.requests.map(({ headers }) => headers["idempotency-key"]);
    expect(keys).toEqual([expect.any(String), expect.any(String)]);
    expect(new Set([...keys, "one-for-all"]).size).toBe(3);
  });
});

describe("the input of a call", () => {
  class Inherited {
    get integrated_account_id() {
      return "account-2";
    }
  }
  const hidden = Object.defineProperty({}, "integrated_account_id", { value: "account-2" });

  it.each([
    ["a getter of a class", new Inherited()],
    ["an object that another is made from", Object.create({ integrated_account_id: "account-2" })],
    ["a property that is not enumerable", hidden],
  ])("is refused where it would be overlooked: the account of %s", async (_, query) => {
    await using server = await startServer({ json: { id: "1" } });
    const error = await failureOf(TrutoInputError, deleteContact(server, { query }));
    expect(error.message).toBe(
      "query parameter integrated_account_id must be a property of the object itself",
    );
    expect(server.requests).toEqual([]);
  });

  it("is read once, so that a getter with changing values changes nothing", async () => {
    await using server = await startServer({ json: { id: "1" } });
    const reads: string[] = [];
    const query: DeleteContactQuery<string> = {
      get integrated_account_id() {
        reads.push("read");
        return `account-${reads.length}`;
      },
    };
    await createTestClient(server).contacts.delete("1", query);
    expect(reads).toHaveLength(1);
    expect(server.requests[0]?.target).toContain("integrated_account_id=account-1");
  });

  it("is read once through ./api", async () => {
    await using server = await startServer({ json: { id: "1" } });
    const reads: string[] = [];
    const query = {
      get integrated_account_id() {
        reads.push("read");
        return `account-${reads.length}`;
      },
    };
    await createTestApi(server).DELETE("/unified/crm/contacts/{id}", {
      params: { path: { id: "1" }, query },
    });
    expect(reads).toHaveLength(1);
    expect(server.requests[0]?.target).toContain("integrated_account_id=account-1");
  });

  it("is copied, so that a later change does not affect a retry", async () => {
    await using server = await startServer([{ status: 502 }, { json: { id: "1" } }]);
    const query: DeleteContactQuery<string> = { integrated_account_id: "a", remote_query: { x: [1] } };
    const headers: Record<string, string> = { "idempotency-key": "k" };
    const options = { headers, maxRetries: 1, timeout: 10_000 };
    const call = createTestClient(server).contacts.delete("1", query, options);
    query.integrated_account_id = "b";
    query.remote_query = {};
    headers["idempotency-key"] = "other";
    options.maxRetries = 0;
    options.timeout = 1;
    await call;
    const [first, second] = server.requests;
    expect(second?.target).toBe(first?.target);
    expect(second?.headers["idempotency-key"]).toBe("k");
  });
});

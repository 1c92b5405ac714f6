import { assert } from "chai";
import type { ContactRequest } from "./script.js";

/** The exports of the package's entries, as loaded by the runtime. */
type Package = typeof import("../../src/index.js") &
  typeof import("../../src/api.js") &
  typeof import("../../src/bulk/index.js");

/** The parameters of the suite. */
export interface Target {
  /** Address of a server that answers by `createScript()`. */
  url: string;
  /** Address where nothing listens. */
  closedUrl: string;
  /** `true` if the runtime distinguishes a refused connection from a lost one. */
  tellsRefusal: boolean;
}

/** For each check `passed`, or the problem. */
export type Results = Record<string, string>;

/** Checks that take longer than this many ms hang. */
const limit = 20_000;

// A timer that the client left behind would keep a process alive for longer than it may take.
const defaults = {
  token: "test-token",
  integratedAccountId: "account",
  timeout: 600_000,
  maxRetryDelay: 50,
};

/** The arguments of a check: the package, a client of the server, and the server's requests. */
function toolsOf(truto: Package, target: Target) {
  const ask = async (path: string) => (await fetch(target.url + path)).json();
  return {
    ...truto,
    target,
    contacts: truto.createTrutoClient({ ...defaults, baseUrl: target.url }).contacts,
    /** Every request for a contact so far, or those for one id. */
    async received(id?: string): Promise<ContactRequest[]> {
      const requests: ContactRequest[] = await ask("/received");
      return requests.filter((request) => id === undefined || request.id === id);
    },
    /** Resolves when the first request for an id has arrived at the server. */
    arrived: (id: string) => ask(`/arrived/${id}`),
    /** Resolves when the connection of the first request for an id is closed. */
    closed: (id: string) => ask(`/closed/${id}`),
  };
}

type Tools = ReturnType<typeof toolsOf>;

/** The checks for every runtime. */
export const checks: Record<string, (tools: Tools) => Promise<void>> = {
  async "unified gives the contact and what came along"({ contacts }) {
    const { data, response, attempts, rateLimit } = await contacts.delete("ada").withResponse();
    assert.deepEqual(data, { id: "ada", name: "Ada Lovelace" });
    assert.deepEqual([response.status, attempts], [200, 1]);
    assert.deepEqual(rateLimit, { limit: 110, window: 10, remaining: 109, reset: 60 });
  },

  async "normalized gives the mapped object"({ contacts }) {
    const data = await contacts.delete("ada", { truto_response_format: "normalized" });
    assert.deepEqual(data, { full_name: "Ada Lovelace" });
  },

  async "raw gives the provider's bytes untouched"({ contacts }) {
    const data = await contacts.delete("ada", { truto_response_format: "raw" });
    assert.deepEqual(data, Uint8Array.of(0, 127, 128, 255));
  },

  async "stream gives a chunk while the server has more to send, and closes when it is cancelled"(tools) {
    const { contacts, closed } = tools;
    const stream = await contacts.delete("endless", { truto_response_format: "stream" });
    const reader = stream.getReader();
    assert.equal(new TextDecoder().decode((await reader.read()).value), "first");
    await reader.cancel();
    await closed("endless");
  },

  async "stream gives every byte, and then ends"({ contacts }) {
    const stream = await contacts.delete("ada", { truto_response_format: "stream" });
    assert.equal(await new Response(stream).text(), "first, second");
  },

  async "sends the token, the account and the query in brackets"({ contacts, received }) {
    await contacts.delete("a b", { truto_exclude_fields: ["tags"], remote_query: { page: { size: 1 } } });
    const requests = await received("a%20b");
    const [path, query = ""] = requests[0]?.target.split("?") ?? [];
    assert.equal(path, "/unified/crm/contacts/a%20b");
    assert.sameMembers(decodeURIComponent(query).split("&"), [
      "integrated_account_id=account",
      "truto_exclude_fields[]=tags",
      "remote_query[page][size]=1",
    ]);
    assert.deepEqual(
      requests.map(({ method, headers }) => [method, headers.authorization]),
      [["DELETE", "Bearer test-token"]],
    );
  },

  async "a refusal is a typed error"({ contacts, TrutoApiError }) {
    const error = await contacts.delete("missing").catch((reason: unknown) => reason);
    assert.instanceOf(error, TrutoApiError);
    assert.deepEqual([error.status, error.error, error.isRemote], [404, "Not Found", true]);
    assert.deepEqual(error.rawResponse, { reason: "gone" });
    assert.deepEqual([error.attempts, error.mayHaveBeenApplied], [1, false]);
  },

  async "a failure of the server is tried again with the same key"({ contacts, received }) {
    const { data, attempts } = await contacts.delete("flaky").withResponse();
    assert.deepEqual([data, attempts], [{ id: "flaky" }, 2]);
    const [first, second] = (await received("flaky")).map(({ headers }) => headers["idempotency-key"]);
    assert.isString(first);
    assert.equal(second, first);
  },

  async "an abort rejects with the signal's own reason and closes the connection"(tools) {
    const { contacts, arrived, closed } = tools;
    const controller = new AbortController();
    const call = contacts.delete("aborted", {}, { signal: controller.signal }).catch((reason) => reason);
    await arrived("aborted");
    const reason = new Error("the user left");
    controller.abort(reason);
    assert.strictEqual(await call, reason);
    await closed("aborted");
  },

  async "a silent server is a timeout"({ contacts, TrutoTimeoutError }) {
    const error = await contacts.delete("silent", {}, { timeout: 100 }).catch((reason: unknown) => reason);
    assert.instanceOf(error, TrutoTimeoutError);
    assert.deepEqual([error.attempts, error.mayHaveBeenApplied], [1, true]);
  },

  async "an id that would address another resource is not sent"({ contacts, received, TrutoInputError }) {
    const error = await contacts.delete("..").catch((reason: unknown) => reason);
    assert.instanceOf(error, TrutoInputError);
    const targets = (await received())
      .filter(({ method }) => method === "DELETE")
      .map(({ target }) => target);
    assert.isEmpty(targets.filter((path) => !path.startsWith("/unified/crm/contacts/")));
  },

  async "a redirect is an error and is not followed"({ contacts, received, TrutoApiError }) {
    const error = await contacts.delete("moved").catch((reason: unknown) => reason);
    assert.instanceOf(error, TrutoApiError);
    assert.isTrue(error.mayHaveBeenApplied);
    assert.lengthOf(await received("moved"), 1);
    assert.isEmpty(await received("elsewhere"));
  },

  async "a lost answer may have been applied"({ contacts, TrutoConnectionError }) {
    const error = await contacts.delete("cut", {}, { maxRetries: 0 }).catch((reason: unknown) => reason);
    assert.instanceOf(error, TrutoConnectionError);
    assert.deepEqual([error.attempts, error.mayHaveBeenApplied], [1, true]);
  },

  async "a refused connection is certainly not applied where the runtime tells"(tools) {
    const { target, createTrutoClient, TrutoConnectionError } = tools;
    const { contacts } = createTrutoClient({ ...defaults, baseUrl: target.closedUrl });
    const error = await contacts.delete("ada", {}, { maxRetries: 1 }).catch((reason: unknown) => reason);
    assert.instanceOf(error, TrutoConnectionError);
    assert.deepEqual([error.attempts, error.mayHaveBeenApplied], [2, !target.tellsRefusal]);
  },

  async "createTrutoApi deletes, and gives a refusal as its error"({ target, createTrutoApi }) {
    const { token, timeout } = defaults;
    const api = createTrutoApi({ token, timeout, baseUrl: target.url });
    const query = { integrated_account_id: "account" };
    const path = "/unified/crm/contacts/{id}";
    const { data } = await api.DELETE(path, { params: { path: { id: "ada" }, query } });
    assert.deepEqual(data, { id: "ada", name: "Ada Lovelace" });
    const { error } = await api.DELETE(path, { params: { path: { id: "missing" }, query } });
    assert.equal(error?.statusCode, 404);
  },

  async "deleteContacts gives the outcome of each id"({ target, createTrutoClient, deleteContacts }) {
    const client = createTrutoClient({ ...defaults, baseUrl: target.url });
    const outcomes = [];
    for await (const { id, outcome } of deleteContacts(client, ["ada", "missing"])) {
      outcomes.push(`${id} ${outcome}`);
    }
    assert.sameMembers(outcomes, ["ada deleted", "missing gone"]);
  },
};

/** Runs every check against the server, all at once. */
export async function runSuite(truto: Package, target: Target): Promise<Results> {
  const tools = toolsOf(truto, target);
  const timer: { id?: ReturnType<typeof setTimeout> } = {};
  const hang = new Promise<string>((resolve) => {
    timer.id = setTimeout(resolve, limit, `not done within ${limit} ms`);
  });
  const results = Object.entries(checks).map(async ([name, check]) => {
    const result = check(tools).then(() => "passed", String);
    return [name, await Promise.race([result, hang])] as const;
  });
  const all = Object.fromEntries(await Promise.all(results));
  clearTimeout(timer.id);
  return all;
}

import {
  createTrutoClient,
  TrutoApiError,
  TrutoConnectionError,
  TrutoInputError,
  TrutoTimeoutError,
} from "../../dist/src/index.js";
import { isA, rejection, same, within } from "./expect.js";

/** A check that takes longer than this many ms hangs. */
const limit = 10_000;

/** What must hold in every runtime; each check has a client of the scripted server and the server's controls. */
const checks = {
  async "unified gives the contact and what came along"({ contacts }) {
    const { data, response, attempts, rateLimit } = await contacts.delete("ada").withResponse();
    same(data, { id: "ada", name: "Ada Lovelace" }, "the contact");
    same(response.status, 200, "the status");
    same(attempts, 1, "the attempts");
    same(rateLimit, { limit: 110, window: 10, remaining: 109, reset: 60 }, "the rate limit");
  },

  async "normalized gives the mapped object"({ contacts }) {
    const data = await contacts.delete("ada", { truto_response_format: "normalized" });
    same(data, { full_name: "Ada Lovelace" }, "the data");
  },

  async "raw gives the provider's bytes untouched"({ contacts }) {
    const data = await contacts.delete("ada", { truto_response_format: "raw" });
    isA(data, Uint8Array);
    same([...data], [0, 127, 128, 255], "the bytes");
  },

  async "stream gives the first chunk before the server sends the second"({ contacts, open }) {
    const stream = await contacts.delete("ada", { truto_response_format: "stream" });
    const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
    same((await reader.read()).value, "first", "the first chunk");
    await open("second chunk");
    same((await reader.read()).value, "second", "the second chunk");
    same((await reader.read()).done, true, "the end");
  },

  async "sends the token, the account and the query in brackets"({ contacts, log }) {
    await contacts.delete("a b", { truto_exclude_fields: ["tags"], remote_query: { page: { size: 1 } } });
    const [{ method, path, query, authorization }] = await log("a%20b");
    same(method, "DELETE", "the method");
    same(path, "/unified/crm/contacts/a%20b", "the path");
    const sent = [
      "integrated_account_id=account",
      "truto_exclude_fields[]=tags",
      "remote_query[page][size]=1",
    ];
    same(decodeURIComponent(query).split("&").sort(), sent.sort(), "the query");
    same(authorization, "Bearer test-token", "the token");
  },

  async "a refusal is a typed error"({ contacts }) {
    const error = await rejection(contacts.delete("missing"));
    isA(error, TrutoApiError);
    same([error.status, error.error, error.isRemote], [404, "Not Found", true], "the failure");
    same(error.rawResponse, { reason: "gone" }, "the provider's answer");
    same([error.attempts, error.mayHaveBeenApplied], [1, false], "the outcome");
  },

  async "a failure of the server is tried again with the same key"({ contacts, log }) {
    const { data, attempts } = await contacts.delete("flaky").withResponse();
    same([data, attempts], [{ id: "flaky" }, 2], "the outcome");
    const [first, second] = await log("flaky");
    same(typeof first.idempotencyKey, "string", "the key's type");
    same(second.idempotencyKey, first.idempotencyKey, "the second key");
  },

  async "an abort rejects with the signal's own reason and closes the connection"({ contacts, wait }) {
    const controller = new AbortController();
    const reason = new Error("the user left");
    const call = rejection(contacts.delete("silent", {}, { signal: controller.signal }));
    await wait("silent arrived");
    controller.abort(reason);
    same((await call) === reason, true, "the reason is the very one");
    await wait("silent closed");
  },

  async "a silent server is a timeout"({ contacts }) {
    const error = await rejection(contacts.delete("silent", {}, { timeout: 100 }));
    isA(error, TrutoTimeoutError);
    same([error.attempts, error.mayHaveBeenApplied], [1, true], "the outcome");
  },

  async "an id that would address another resource is not sent"({ contacts, log }) {
    const before = await log();
    const error = await rejection(contacts.delete(".."));
    isA(error, TrutoInputError);
    same(await log(), before, "the server's log");
  },

  async "a redirect is an error and is not followed"({ contacts, log }) {
    const error = await rejection(contacts.delete("moved"));
    isA(error, TrutoApiError);
    same(error.mayHaveBeenApplied, true, "mayHaveBeenApplied");
    same([(await log("moved")).length, (await log("elsewhere")).length], [1, 0], "the requests");
  },

  async "a lost answer may have been applied"({ contacts }) {
    const error = await rejection(contacts.delete("cut", {}, { maxRetries: 0 }));
    isA(error, TrutoConnectionError);
    same([error.attempts, error.mayHaveBeenApplied], [1, true], "the outcome");
  },

  async "a refused connection is certainly not applied where the runtime tells"({ connect, target }) {
    const { contacts } = connect(target.refusedUrl);
    const error = await rejection(contacts.delete("ada", {}, { maxRetries: 1 }));
    isA(error, TrutoConnectionError);
    same([error.attempts, error.mayHaveBeenApplied], [2, !target.tellsRefusal], "the outcome");
  },
};

/**
 * Runs every check, one after the other, against the scripted server.
 * @param target where the server is, and what the runtime can tell: see `Target` in `runtimes.ts`
 * @returns for each check its name, with the problem if it failed
 */
export async function runSuite(target) {
  // A timer that the client left behind would keep a process alive for longer than it may take.
  const timing = { timeout: 600_000, maxRetryDelay: 50 };
  const options = { token: "test-token", integratedAccountId: "account", ...timing };
  const connect = (baseUrl) => createTrutoClient({ ...options, baseUrl });
  const ask = async (path) => (await fetch(target.baseUrl + path)).json();
  const tools = {
    target,
    connect,
    contacts: connect(target.baseUrl).contacts,
    wait: (gate) => ask(`/gates/${gate}?wait`),
    open: (gate) => ask(`/gates/${gate}?open`),
    log: async (id) => (await ask("/log")).filter((entry) => id === undefined || entry.id === id),
  };
  const results = [];
  for (const [name, check] of Object.entries(checks)) {
    try {
      await within(limit, check(tools));
      results.push({ name });
    } catch (error) {
      results.push({ name, problem: `${error.name}: ${error.message}` });
    }
  }
  return results;
}

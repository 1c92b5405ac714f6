import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Arrival } from "./arrivals.js";
import { type FaultRates, pickFault, randomOf } from "./faults.js";
import { type Answer, notFound, success, tooMany, trutoError, write } from "./truth-answers.js";

/** The server's contacts and behaviour. */
export interface TruthOptions {
  /** The contacts of each account that the token can see. */
  accounts: Readonly<Record<string, Iterable<string>>>;
  /** Decides everything random. @default 1 */
  seed?: number;
  /** @default none */
  faults?: FaultRates;
  /** The most ms until a request arrives, and until its answer does. @default 0 */
  transit?: number;
  latency?: number;
  /** Milliseconds after which a stalled request is acted on; longer than the client's timeout. @default 200 */
  stall?: number;
  /** Seconds that a 429 asks for. @default "0.05" */
  retryAfter?: string;
  /** `true` if a repeated key gets the earlier answer, in all accounts or in one. @default true */
  honoursKeys?: boolean | ((account: string) => boolean);
  /** Limits of requests in any `window` ms. Further requests get a 429. */
  limits?: { account: number; token: number; window: number };
}

/** A server that knows which contacts exist, whatever it answers. */
export interface TruthServer extends AsyncDisposable {
  /** For `baseUrl`. */
  readonly url: string;
  readonly arrivals: readonly Arrival[];
  /** Requests answered with 429 because of `limits`. */
  readonly refusals: number;
  /** Connections that are open now. */
  connections(): Promise<number>;
  exists(account: string, id: string): boolean;
  /** The key of the request that deleted a contact, if one did. */
  deletedBy(account: string, id: string): string | undefined;
  /** Resolves when no request is under way, so that nothing is deleted any more. */
  idle(): Promise<void>;
}

/** Starts a truthful server on a free port of this machine. */
export async function startTruthServer(options: TruthOptions): Promise<TruthServer> {
  const { seed = 1, faults = {}, transit = 0, latency = 0, stall = 200, retryAfter = "0.05" } = options;
  const { honoursKeys = true, limits } = options;
  const contacts = new Map(Object.entries(options.accounts).map(([account, ids]) => [account, new Set(ids)]));
  const deletions = new Map<string, string>();
  const answers = new Map<string, Answer>();
  const arrivals: Arrival[] = [];
  /** The requests that count in a window of the limits. */
  const served: Arrival[] = [];
  const attempts = new Map<string, number>();
  const underWay = new Set<Promise<void>>();
  let refusals = 0;

  /** Deletes the contact if it exists, and returns the answer. */
  function act({ account, id, key }: Arrival): Answer {
    const isHonoured = typeof honoursKeys === "function" ? honoursKeys(account) : honoursKeys;
    const known = isHonoured ? answers.get(key) : undefined;
    if (known) return known;
    const isThere = contacts.get(account)?.delete(id) === true;
    if (isThere) deletions.set(`${account} ${id}`, key);
    const answer = isThere ? success(id, arrivals.length) : notFound(contacts.has(account));
    answers.set(key, answer);
    return answer;
  }

  function isOverLimit({ account, token, at }: Arrival): boolean {
    if (!limits) return false;
    while (Number(served[0]?.at) <= at - limits.window) served.shift();
    const ofAccount = served.filter((other) => other.account === account).length;
    const ofToken = served.filter((other) => other.token === token).length;
    return ofAccount >= limits.account || ofToken >= limits.token;
  }

  async function serve(arrival: Arrival, response: ServerResponse, random: () => number): Promise<void> {
    const { fault } = arrival;
    if (isOverLimit(arrival)) {
      refusals++;
      return write(response, tooMany(retryAfter));
    }
    if (limits) served.push(arrival);
    await sleep(random() * latency);
    switch (fault) {
      case "Truto's 404":
        return write(response, notFound(false));
      case "429 with Retry-After":
        return write(response, tooMany(retryAfter));
      case "429 without Retry-After":
        return write(response, tooMany(undefined));
      case "500 after":
      case "500 before":
        if (fault === "500 after") act(arrival);
        return write(response, trutoError(500, "Internal Server Error", "It broke.", false));
      case "502 of a proxy after":
        act(arrival);
        return write(response, { status: 502, body: "<html>Bad Gateway</html>" });
      case "503 of a proxy before":
        return write(response, { status: 503, body: "<html>Service Unavailable</html>" });
      case "cut after":
      case "cut before":
        if (fault === "cut after") act(arrival);
        response.destroy();
        return;
      case "cut within the body":
        act(arrival);
        response.writeHead(200, { "content-type": "application/json", "content-length": 100 });
        response.write('{"id":', () => response.destroy());
        return;
      case "stall after":
      case "stall before":
        if (fault === "stall after") act(arrival);
        return;
      case "stall, and act later":
        await sleep(stall);
        act(arrival);
        return;
      case "twice":
        act(arrival);
    }
    write(response, act(arrival));
  }

  const server = createServer(async ({ method, url = "", headers }, response) => {
    const target = new URL(url, "http://localhost");
    const [, id = ""] = target.pathname.match(/^\/unified\/crm\/contacts\/([^/]+)$/) ?? [];
    const account = target.searchParams.get("integrated_account_id") ?? "";
    const name = `${seed} ${account} ${id}`;
    const attempt = (attempts.get(name) ?? 0) + 1;
    attempts.set(name, attempt);
    const random = randomOf(`${name} ${attempt}`);
    const fault = pickFault(faults, random());
    if (transit > 0) await sleep(random() * transit);
    const token = `${headers.authorization}`;
    const key = `${headers["idempotency-key"]}`;
    const arrival = { at: performance.now(), account, token, id: decodeURIComponent(id), key, fault };
    arrivals.push(arrival);
    if (method !== "DELETE" || !id) return write(response, trutoError(404, "Not Found", "No route.", false));
    const work = serve(arrival, response, random).finally(() => underWay.delete(work));
    underWay.add(work);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arrivals,
    get refusals() {
      return refusals;
    },
    connections: () =>
      new Promise((resolve, reject) => {
        server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
      }),
    exists: (account, id) => contacts.get(account)?.has(id) === true,
    deletedBy: (account, id) => deletions.get(`${account} ${id}`),
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    async [Symbol.asyncDispose]() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

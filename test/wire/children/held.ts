import { getEventListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { deleteAsStream, deleteOverApi } from "../../support/client.js";
import { startServer } from "../../support/server.js";

// Makes calls whose results nobody keeps, and reports what is still in memory after garbage collection.
const [, , way = ""] = process.argv;
const { signal } = new AbortController();
const endless = {
  *[Symbol.iterator]() {
    for (;;) yield "x".repeat(64 * 1_024);
  },
};
await using server = await startServer(
  way.startsWith("an empty") ? { headers: { "content-length": "0" } } : { body: endless, pause: 10 },
);

/** The ways to make a call. Each returns the result. */
const ways: Record<string, () => Promise<object | null | undefined>> = {
  "an empty body over createTrutoApi on one signal": async () =>
    (await deleteOverApi(server, { call: { signal } })).response,
  "a stream over createTrutoApi on one signal": async () =>
    (await deleteOverApi(server, { call: { signal }, parseAs: "stream" })).response.body,
  "a stream of contacts.delete on one signal": () => deleteAsStream(server, { call: { signal } }),
  "a stream of contacts.delete": () => deleteAsStream(server),
};

/** Makes a call, and keeps only weak references to its result. */
async function call(): Promise<WeakRef<object>> {
  const result = await ways[way]?.();
  if (!result) throw new Error(`nothing came of ${way}`);
  return new WeakRef(result);
}

const results: WeakRef<object>[] = [];
for (let count = 0; count < 50; count++) results.push(await call());

const held = () => ({
  results: results.filter((result) => result.deref()).length,
  listeners: getEventListeners(signal, "abort").length,
  requests: server.openRequests,
});

const deadline = performance.now() + 60_000;
while (performance.now() < deadline && Object.values(held()).some(Boolean)) {
  // A `WeakRef` that was read keeps its target until the next turn of the event loop.
  await sleep(50);
  globalThis.gc?.();
  await sleep(50);
}
console.log(JSON.stringify({ made: results.length, ...held() }));
process.exit();

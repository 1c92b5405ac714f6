import { getEventListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { deleteAsStream, deleteOverApi } from "../../support/client.js";
import { startServer } from "../../support/server.js";

// Makes calls whose results nobody keeps, and tells what the process still holds of them once all that can go is gone.
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

/** Each makes a call and gives what came of it. */
const ways: Record<string, () => Promise<object | null | undefined>> = {
  "an empty body over createTrutoApi on one signal": async () =>
    (await deleteOverApi(server, { call: { signal } })).response,
  "a stream over createTrutoApi on one signal": async () =>
    (await deleteOverApi(server, { call: { signal }, parseAs: "stream" })).response.body,
  "a stream of contacts.delete on one signal": () => deleteAsStream(server, { call: { signal } }),
  "a stream of contacts.delete": () => deleteAsStream(server),
};

/** Makes a call and keeps nothing of it. */
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
  // A `WeakRef` that was asked holds its target until the next turn.
  await sleep(50);
  globalThis.gc?.();
  await sleep(50);
}
console.log(JSON.stringify({ made: results.length, ...held() }));
process.exit();

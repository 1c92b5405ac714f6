import { deleteAsStream, deleteOverApi } from "../../support/client.js";

// Makes calls on one signal whose bodies nobody reads, and tells how many bytes the process holds for each afterwards.
const [, , url = "", way = ""] = process.argv;
const { signal } = new AbortController();
const ways: Record<string, () => Promise<unknown>> = {
  "an empty body over createTrutoApi": () => deleteOverApi({ url }, { call: { signal } }),
  "a stream over createTrutoApi": () => deleteOverApi({ url }, { call: { signal }, parseAs: "stream" }),
  "a stream of contacts.delete": () => deleteAsStream({ url }, { call: { signal } }),
};

/** Bytes of the heap after some calls, once what can be collected is. */
async function heapAfter(calls: number): Promise<number> {
  for (let call = 0; call < calls; call++) await ways[way]?.();
  for (let round = 0; round < 5; round++) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return process.memoryUsage().heapUsed;
}

const calls = 300;
const before = await heapAfter(calls);
const after = await heapAfter(calls);
console.log(JSON.stringify({ heldForEach: Math.round((after - before) / calls) }));
process.exit();

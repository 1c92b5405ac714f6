import { deleteContacts } from "../../../src/bulk/index.js";
import { createTrutoClient } from "../../../src/index.js";

/** Deletes many contacts over a `fetch` that responds at once, and writes the heap in bytes after each count of them. */
const counts = process.argv.slice(2).map(Number);

function* ids() {
  for (let number = 0; number < Math.max(...counts); number++) yield `contact-${number}`;
}

const response = {
  status: 204,
  headers: { get: () => null },
  text: async () => "",
  arrayBuffer: async () => new ArrayBuffer(0),
};
const truto = createTrutoClient({ token: "t", integratedAccountId: "a", fetch: async () => response });

const limits = { account: 1e9, token: 1e9, window: 1 };
const heap: number[] = [];
let settled = 0;
for await (const outcome of deleteContacts(truto, ids(), {}, { limits, onSend: async () => {} })) {
  if (outcome.outcome !== "deleted") throw outcome;
  if (!counts.includes(++settled)) continue;
  globalThis.gc?.();
  heap.push(process.memoryUsage().heapUsed);
}
console.log(JSON.stringify(heap));

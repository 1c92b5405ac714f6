import { setTimeout as sleep } from "node:timers/promises";
import { deleteContacts } from "../../../dist/bulk.js";
import { createTrutoClient } from "../../../dist/index.js";
import { query, token } from "../target.ts";
import { tell } from "./tell.ts";

const [pacer = "", baseUrl = "", wanted = ""] = process.argv.slice(2);
const truto = createTrutoClient({ token, baseUrl, integratedAccountId: query.integrated_account_id });
const [limit, interval] = [50, 1_000];
let settled = 0;

function* ids() {
  for (let number = 0; number < 200_000; number++) yield `contact-${number}`;
}

/** Ends the process after the last wanted delete. `maxRSS` is in KiB on every system. */
function settle(): void {
  if (++settled === Number(wanted)) tell(process.resourceUsage().maxRSS / 1024);
}

const remove = (id: string) => truto.contacts.delete(id).then(settle, settle);

/** The ways to keep to the limit, as their documentations say. */
const pacers: Record<string, () => Promise<unknown>> = {
  async "truto-crm-client"() {
    for await (const _ of deleteContacts(truto, ids(), {}, { limits: { window: interval } })) settle();
  },
  async "p-queue"() {
    const { default: PQueue } = await import("p-queue");
    const queue = new PQueue({ concurrency: 10, interval, intervalCap: limit, strict: true });
    for (const id of ids()) queue.add(() => remove(id));
    await queue.onIdle();
  },
  async "p-throttle"() {
    const { default: pThrottle } = await import("p-throttle");
    const throttled = pThrottle({ limit, interval, strict: true })(remove);
    await Promise.all(Array.from(ids(), throttled));
  },
  async "Promise.all"() {
    let chunk: string[] = [];
    for (const id of ids()) {
      if (chunk.push(id) < limit) continue;
      await Promise.all([...chunk.map(remove), sleep(interval)]);
      chunk = [];
    }
  },
};
await pacers[pacer]?.();

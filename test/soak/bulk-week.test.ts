import { expect, test } from "vitest";
import { type DeleteOutcome, deleteContacts } from "../../src/bulk/index.js";
import type { RequestOptions } from "../../src/index.js";
import { randomOf } from "../support/faults.js";
import { collect } from "../support/outcomes.js";
import {
  createSimulatedClient,
  crmError,
  done,
  type SimulatedAnswer,
  trutoError,
} from "../support/simulated-client.js";
import { VirtualClock } from "../support/virtual-clock.js";

/** Contacts to delete. Two million take the whole simulated week. */
const contacts = Number(process.env.SOAK_WEEK_CONTACTS ?? 20_000);
const [minute, hour] = [60_000, 3_600_000];
const day = 24 * hour;
/** The share of a day that is simulated. Fewer contacts have shorter days, each with the same outages. */
const scale = contacts / 2_000_000;

/** The report entry of a contact. */
interface Entry {
  key?: string;
  outcome?: DeleteOutcome;
}

/** The CRM. It knows which contacts exist, and has its outages at the same time each day. */
function crm(clock: VirtualClock) {
  const random = randomOf("week");
  const deleted = new Set<string>();
  const isIn = (from: number, to: number) => {
    const time = (clock.now / scale) % day;
    return time >= from && time < to;
  };
  const isRefused = (id: number) => id % 1_000 === 7;
  const isBroken = (id: number) => id % 10_000 === 3;
  const isTokenRefused = () => Math.floor(clock.now / scale / day) === 2 && isIn(6 * hour, 7 * hour);
  function answer(id: string): SimulatedAnswer {
    const number = Number(id);
    const delay = 100 + random() * 4_900;
    if (isIn(3 * hour, 4 * hour)) return random() < 0.5 ? "lost" : { status: 502, body: "<html>", delay };
    if (isIn(9 * hour, 9 * hour + 10 * minute)) return trutoError(429, { "retry-after": "10" });
    if (isTokenRefused()) return trutoError(401);
    if (isRefused(number)) return crmError(422);
    if (isBroken(number)) return crmError(500);
    if (deleted.has(id)) return crmError(404);
    deleted.add(id);
    // One answer in ten thousand is lost on its way back.
    return random() < 0.0001 ? "lost" : { status: 204, delay };
  }
  return { answer, deleted, isRefused, isBroken };
}

test(`A week of ${contacts} contacts with outages, restarts and errors settles every contact, with true outcomes`, async () => {
  const clock = new VirtualClock();
  const { answer, deleted, isRefused, isBroken } = crm(clock);
  let requests = 0;
  const failures = new Map<string, SimulatedAnswer>();
  const client = createSimulatedClient(clock, ({ id }) => failures.get(id) ?? done);
  /** Uses the real client for errors only. Two million successes through it would take hours. */
  const truto = {
    contacts: {
      async delete(id: string, query: { integrated_account_id: string }, options?: RequestOptions) {
        requests++;
        const reply = answer(id);
        if (typeof reply === "object" && reply.status === 204) {
          await clock.sleep(reply.delay ?? 0);
          return { id };
        }
        failures.set(id, reply);
        return await client.truto.contacts.delete(id, query, options);
      },
    },
  };
  const entries: Entry[] = Array.from({ length: contacts }, () => ({}));
  const sentAt: number[] = [];

  /** One process of the run. It ends by itself or at a restart. */
  async function process(lines: number[], restartIn: number, triedBefore: boolean) {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort("restart"), restartIn);
    const run = deleteContacts(
      truto,
      lines.map(String),
      { integrated_account_id: "a" },
      {
        signal: controller.signal,
        maxPause: hour,
        triedBefore,
        onSend({ id, key }) {
          sentAt.push(Date.now());
          entries[Number(id)] = { key };
        },
        resumeKey: (id) => {
          const entry = entries[Number(id)];
          return entry?.outcome && entry.outcome.outcome !== "unknown" ? undefined : entry?.key;
        },
        sentBefore: sentAt.slice(-100),
      },
    );
    const isRestarted = await collect(
      (async function* () {
        for await (const outcome of run) {
          const entry = entries[Number(outcome.id)];
          if (entry && outcome.attempts > 0) entry.outcome = outcome;
          yield outcome;
        }
      })(),
    );
    clearTimeout(timer);
    return isRestarted.thrown;
  }

  const isLeft = (line: number) => {
    const outcome = entries[line]?.outcome;
    return !outcome || ("again" in outcome && outcome.again);
  };
  const all = [...entries.keys()];
  await clock.run(async () => {
    for (let fresh = all; fresh.length > 0; fresh = all.filter((line) => !entries[line]?.outcome)) {
      const ended = await process(fresh, day * scale, false);
      if (ended && ended.reason !== "restart") await clock.sleep(10 * minute * scale);
    }
    for (let pass = 0; pass < 2; pass++) await process(all.filter(isLeft), day, true);
  });

  for (const [line, { outcome }] of entries.entries()) {
    const isDeleted = deleted.has(`${line}`);
    if (isRefused(line)) expect(outcome).toMatchObject({ outcome: "failed", again: false });
    else if (isBroken(line)) expect(outcome).toMatchObject({ outcome: "unknown", again: true });
    else expect(outcome?.outcome === "deleted" || outcome?.outcome === "gone").toBe(true);
    expect(isDeleted).toBe(!isRefused(line) && !isBroken(line));
    if (outcome?.outcome === "gone") expect(outcome.mayHaveBeenApplied).toBe(true);
  }
  const troubles = clock.now * ((hour + 10 * minute) / day) + hour * scale;
  const share = clock.now / ((contacts / 5) * 1_000 + troubles);
  console.log(`${contacts} contacts, ${requests} requests, ${(clock.now / day).toFixed(2)} days, ${share}`);
  // In an outage the waits between two requests are not shorter on a shorter day.
  expect(share).toBeLessThan(scale < 1 ? 1.3 : 1.03);
});

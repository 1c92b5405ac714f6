import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { deleteContacts } from "../../src/bulk/index.js";
import { randomOf } from "../support/faults.js";
import { collect, numberedIds } from "../support/outcomes.js";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

test.each([
  { longest: 200, concurrency: 10 },
  { longest: 1_000, concurrency: 10 },
  { longest: 3_000, concurrency: 10 },
  { longest: 3_000, concurrency: 20 },
  { longest: 3_000, concurrency: 50 },
])(
  "With responses after up to $longest ms and $concurrency deletes at a time, at least 97 % of the limit is used",
  async ({ longest, concurrency }) => {
    const random = randomOf(`latency ${longest}`);
    const answers: number[] = [];
    const contacts = {
      async delete() {
        await new Promise((resolve) => setTimeout(resolve, random() * longest));
        answers.push(performance.now());
      },
    };
    const account = { integrated_account_id: "account-1" };
    const running = collect(deleteContacts({ contacts }, numberedIds(1_050), account, { concurrency }));
    await vi.runAllTimersAsync();
    await running;
    // How long a slot takes from one answer to the next, over twenty turns of all fifty.
    const turns = answers.slice(0, 50).map((at, slot) => (Number(answers[slot + 1_000]) - at) / 20);
    const mean = turns.reduce((sum, turn) => sum + turn, 0) / turns.length;
    expect((10_000 + longest / 2) / mean).toBeGreaterThan(0.97);
  },
);

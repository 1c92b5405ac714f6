import { expect, test } from "vitest";
import { TrutoApiError, TrutoError } from "../../src/index.js";
import { createTestClient } from "../support/client.js";
import { evenly, randomOf } from "../support/faults.js";
import { numberedIds } from "../support/outcomes.js";
import { startTruthServer, type TruthServer } from "../support/truth-server.js";
import { deletes, seed } from "./plan.js";

const concurrency = 50;

/** The result of one call. */
interface Ending {
  id: string;
  wasAborted: "never" | "before" | "under way";
  data?: unknown;
  reason?: unknown;
}

/** The false claims of a call, compared with the final state of the server. */
function lie(server: TruthServer, ending: Ending): string | undefined {
  const { id, reason, wasAborted } = ending;
  const wasDeleted = server.deletedBy("account-1", id) !== undefined;
  if (!("reason" in ending)) return wasDeleted ? undefined : "it succeeded";
  if (reason === abortReason) {
    if (wasAborted === "before") return wasDeleted ? "it was aborted before it was sent" : undefined;
    return wasAborted === "under way" ? undefined : "it was aborted";
  }
  if (!(reason instanceof TrutoError)) return `${reason}`;
  if (reason.mayHaveBeenApplied) return undefined;
  if (wasDeleted) return `it was not applied: ${reason.message}`;
  const isMissing = reason instanceof TrutoApiError && reason.contactNotFound;
  return isMissing && server.exists("account-1", id) ? "the contact is not there" : undefined;
}

const abortReason = "The test aborted it.";

test.each([
  { name: "knows idempotency keys", honoursKeys: true },
  { name: "ignores idempotency keys", honoursKeys: false },
])("Every success, mayHaveBeenApplied and abort is true on a server that $name", async ({ honoursKeys }) => {
  const ids = numberedIds(Math.ceil(deletes / 2));
  const faults = evenly(0.03);
  // A gateway that sends a request twice gets a 404 for its own first request. No client can detect that.
  if (!honoursKeys) delete faults.twice;
  const accounts = { "account-1": ids.filter((_, index) => index % 10 > 0) };
  const delays = { transit: 20, latency: 30, stall: 2_500 };
  await using server = await startTruthServer({ accounts, seed, faults, honoursKeys, ...delays });
  const truto = createTestClient(server, { timeout: 2_000, maxRetryDelay: 60 });
  const endings: Ending[] = [];

  async function deleteSome(queue: Iterator<string>): Promise<void> {
    for (let next = queue.next(); !next.done; next = queue.next()) {
      const id = next.value;
      const random = randomOf(`abort ${seed} ${id}`);
      const fate = random();
      const wasAborted = fate < 0.02 ? "before" : fate < 0.1 ? "under way" : "never";
      const controller = new AbortController();
      if (wasAborted === "before") controller.abort(abortReason);
      const abort = () => controller.abort(abortReason);
      const timer = wasAborted === "under way" ? setTimeout(abort, random() * 100) : undefined;
      const call = truto.contacts.delete(id, {}, { signal: controller.signal });
      await call.then(
        (data) => endings.push({ id, wasAborted, data }),
        (reason: unknown) => endings.push({ id, wasAborted, reason }),
      );
      clearTimeout(timer);
    }
  }
  const queue = ids.values();
  await Promise.all(Array.from({ length: concurrency }, () => deleteSome(queue)));
  await server.idle();

  expect(endings).toHaveLength(ids.length);
  const lies = endings.flatMap((ending) => {
    const found = lie(server, ending);
    if (!found) return [];
    const seen = server.arrivals.filter(({ id }) => id === ending.id).map(({ fault }) => fault ?? "none");
    return [`${ending.id} claims that ${found}, after ${seen.join(", ")}`];
  });
  expect(lies).toEqual([]);
  const succeeded = endings.filter((ending) => !("reason" in ending)).length;
  expect(succeeded).toBeGreaterThan(ids.length / 4);
  console.log(`${succeeded} of ${ids.length} succeeded, in ${server.arrivals.length} requests`);
});

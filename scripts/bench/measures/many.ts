import { setTimeout as sleep } from "node:timers/promises";
import { inTurn, type Measure, medians, run } from "../measure.js";
import { listen } from "../server.js";

/** Truto's limit of an account, ten times faster, and the longest times of a request to the server and of its answer, in ms. */
const [limit, window, transit, latency] = [50, 1_000, 100, 100];
/** Number of ids after which a peer is stopped. */
const wanted = 600;

/** A server that answers 429 to requests over the limit in any window, by their times of arrival. */
async function startLimitedServer() {
  const served: number[] = [];
  const deleted: number[] = [];
  const durations: number[] = [];
  let refused = 0;
  const server = await listen(async (_, response) => {
    const start = performance.now();
    await sleep(Math.random() * transit);
    const now = performance.now();
    while (Number(served[0]) <= now - window) served.shift();
    if (served.length >= limit) {
      refused++;
      response.writeHead(429, { "retry-after": "1" }).end();
      return;
    }
    served.push(now);
    await sleep(Math.random() * latency);
    deleted.push(performance.now());
    durations.push(performance.now() - start);
    response.writeHead(204).end();
  });
  return {
    ...server,
    /** Deletes per ms, as a share of the possible rate: `limit` deletes in each window and the time of a median answer. */
    rate() {
      const median = Number(durations.sort((one, other) => one - other)[Math.floor(durations.length / 2)]);
      const later = deleted.length - limit;
      // Measured from each delete of the first burst, so that the start and the end of the run do not count.
      const spans = deleted.slice(0, limit).map((at, index) => Number(deleted[later + index]) - at);
      const perMs = later / (spans.reduce((sum, span) => sum + span, 0) / limit);
      return perMs / (limit / (window + median));
    },
    refused: () => refused,
    deleted: () => deleted.length,
  };
}

/** Deletes many contacts at a server with a limit. Each peer paces the same client in its own way. */
export const many: Measure = async ({ node, quick }) => {
  const pacers = ["truto-crm-client", "p-queue", "p-throttle", "Promise.all"].map((name) => ({ name }));
  const [rate, refused, lost] = [0, 1, 2].map(() =>
    Object.fromEntries(pacers.map(({ name }): [string, number[]] => [name, []])),
  );
  const memory = await inTurn(pacers, quick ? 1 : 3, async ({ name }) => {
    await using server = await startLimitedServer();
    const mebibytes = await run(node, "many", [name, server.url, `${wanted}`]);
    rate?.[name]?.push(server.rate() * 100);
    refused?.[name]?.push(server.refused());
    lost?.[name]?.push(Math.max(0, wanted - server.deleted()));
    return mebibytes;
  });
  return [
    { label: "Many deletes: rate (% of the limit)", digits: 1, values: medians(rate ?? {}) },
    { label: `Many deletes: 429s met by ${wanted}`, digits: 0, values: medians(refused ?? {}) },
    { label: `Many deletes: given up of ${wanted}`, digits: 0, values: medians(lost ?? {}) },
    { label: "Many deletes: memory with 200,000 in line (MiB)", digits: 0, values: medians(memory) },
  ];
};

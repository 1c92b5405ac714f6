import { setTimeout as sleep } from "node:timers/promises";
import { type Measure, medians, run } from "../measure.js";
import { listen } from "../server.js";

/** Truto's limits: requests of an account and of a token in a window of ms. */
const [ofAccount, ofToken, window] = [50, 500, 10_000];
/** Number of windows that are measured after the first burst. */
const windows = 4;

/** The number of accounts with a run at the same time, and the ms that the CRM takes. */
const cases = [
  { name: "20 ms", accounts: 1, latency: 20 },
  { name: "300 ms", accounts: 1, latency: 300 },
  { name: "1 s", accounts: 1, latency: 1_000 },
  { name: "3 s", accounts: 1, latency: 3_000 },
  { name: "5 s", accounts: 1, latency: 5_000 },
  { name: "20 accounts, 3 s", accounts: 20, latency: 3_000 },
];

/** Deletes at Truto's own limits. Returns the rate in % of the limit. */
async function pace(node: string, { accounts, latency }: (typeof cases)[number]) {
  const limit = Math.min(ofToken, accounts * ofAccount);
  const arrivals: number[] = [];
  await using server = await listen(async (_, response) => {
    arrivals.push(performance.now());
    await sleep(latency);
    response.writeHead(204).end();
  });
  await run(node, "pace", [server.url, `${accounts}`, `${Math.ceil((limit * (windows + 1)) / accounts)}`]);
  // Measured from each request of the first window after the burst to the request at the same place of the last window.
  const steady = arrivals.slice(limit);
  const last = steady.length - limit;
  const spans = steady.slice(0, limit).map((at, place) => Number(steady[last + place]) - at);
  const perWindow = (last * window) / (spans.reduce((sum, span) => sum + span, 0) / limit);
  return (perWindow / limit) * 100;
}

/** Deletes many contacts at Truto's own limits and speed, with fast and slow CRMs. */
export const paced: Measure = async ({ node }) => {
  const rates = await Promise.all(
    cases.map(async (one): Promise<[string, number[]]> => [one.name, [await pace(node, one)]]),
  );
  const values = medians(Object.fromEntries(rates));
  return [{ label: "Rate, by the CRM's latency (% of the limit)", digits: 1, values }];
};

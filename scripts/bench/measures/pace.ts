import { setTimeout as sleep } from "node:timers/promises";
import { type Measure, run, summarize } from "../measure.js";
import { listen } from "../server.js";

/** Truto's limits: requests of an account and of a token in so many ms. */
const [ofAccount, ofToken, window] = [50, 500, 10_000];
/** Full windows that are measured after the first burst. */
const windows = 4;

/** How many accounts are deleted in at a time, and how many ms the CRM takes. */
const cases = [
  { name: "20 ms", accounts: 1, latency: 20 },
  { name: "300 ms", accounts: 1, latency: 300 },
  { name: "1 s", accounts: 1, latency: 1_000 },
  { name: "3 s", accounts: 1, latency: 3_000 },
  { name: "5 s", accounts: 1, latency: 5_000 },
  { name: "20 accounts, 3 s", accounts: 20, latency: 3_000 },
];

/** Deletes at Truto's own limits; gives the rate in % of the limit. */
async function pace(node: string, { accounts, latency }: (typeof cases)[number]) {
  const limit = Math.min(ofToken, accounts * ofAccount);
  const arrivals: number[] = [];
  await using server = await listen(async (_, response) => {
    arrivals.push(performance.now());
    await sleep(latency);
    response.writeHead(204).end();
  });
  await run(node, "pace", [server.url, `${accounts}`, `${Math.ceil((limit * (windows + 1)) / accounts)}`]);
  // From each request of the window after the first burst to the one of its place in the last, so that neither end weighs.
  const steady = arrivals.slice(limit);
  const last = steady.length - limit;
  const spans = steady.slice(0, limit).map((at, place) => Number(steady[last + place]) - at);
  const perWindow = (last * window) / (spans.reduce((sum, span) => sum + span, 0) / limit);
  return (perWindow / limit) * 100;
}

/** Deletes many contacts at Truto's own limits and speed, where the CRM is fast and where it is slow. */
export const paced: Measure = async ({ node }) => {
  const rates = await Promise.all(
    cases.map(async (one): Promise<[string, number[]]> => [one.name, [await pace(node, one)]]),
  );
  const values = summarize(Object.fromEntries(rates));
  return [{ label: "Rate, by the CRM's latency (% of the limit)", digits: 1, values }];
};

import { inTurn, type Measure, medians, run } from "../measure.js";
import { startServer } from "../server.js";

const ratio = (value: number, ofFetch: number) => value / ofFetch;

/** CPU of a call on loopback. */
export const calls: Measure = async ({ peers, node, quick }) => {
  await using server = await startServer();
  // Two processes with the same program differ by up to a quarter, so many processes are measured.
  const cpu = (inFlight: number) =>
    inTurn(peers, quick ? 2 : 11, ({ name }) => run(node, "calls", [name, `${inFlight}`, server.url]));
  const [one, fifty] = [await cpu(1), await cpu(50)];
  return [
    { label: "CPU of a call, one at a time (× fetch)", digits: 2, values: medians(one, ratio) },
    { label: "CPU of a call, 50 in flight (× fetch)", digits: 2, values: medians(fifty, ratio) },
  ];
};

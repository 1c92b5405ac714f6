import { inTurn, type Measure, run, summarize } from "../measure.js";
import { ours } from "../peers.js";
import { startServer, streamBytes } from "../server.js";

/** Peak memory of a process that reads a stream and collects garbage every 8 MB. */
export const stream: Measure = async ({ peers, node, quick }) => {
  await using server = await startServer();
  const streamed = peers.filter(({ name }) => [ours, "fetch"].includes(name));
  const held = await inTurn(streamed, quick ? 1 : 7, ({ name }) =>
    run(node, "stream", [name, server.url, `${streamBytes}`], ["--expose-gc"]),
  );
  return [{ label: "Memory held by a 200 MB stream (MiB)", digits: 0, values: summarize(held) }];
};

import { inTurn, type Measure, run, summarize } from "../measure.js";
import { startServer, streamBytes } from "../server.js";

/** Peak memory of a process that reads a stream: collecting garbage every 8 MB, and when V8 likes to. */
export const stream: Measure = async ({ peers, node, quick }) => {
  await using server = await startServer();
  const streamed = peers.filter(({ isStreamed }) => isStreamed);
  const peak = (flags: string[]) =>
    inTurn(streamed, quick ? 1 : 7, ({ name }) =>
      run(node, "stream", [name, server.url, `${streamBytes}`], flags),
    );
  const [held, whole] = [await peak(["--expose-gc"]), await peak([])];
  return [
    { label: "Memory held by a 200 MB stream (MiB)", digits: 0, values: summarize(held) },
    { label: "Memory of a 200 MB stream, with the garbage (MiB)", digits: 0, values: summarize(whole) },
  ];
};

import { inTurn, type Measure, run, summarize } from "../measure.js";

/** Time that the import takes in a new process, over that of an empty module. */
export const coldImport: Measure = async ({ peers, node, quick }) => {
  const times = await inTurn(peers, quick ? 3 : 31, ({ module = "data:text/javascript," }) =>
    run(node, "import", [module]),
  );
  const values = summarize(times, (value, ofNothing) => value - ofNothing);
  return [{ label: "Import in a cold process (ms)", digits: 1, values }];
};

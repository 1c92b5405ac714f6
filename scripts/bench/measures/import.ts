import { inTurn, type Measure, medians, run } from "../measure.js";

/** Time of the import in a new process, minus that of an empty module. */
export const coldImport: Measure = async ({ peers, node, quick }) => {
  const times = await inTurn(peers, quick ? 3 : 31, ({ module = "data:text/javascript," }) =>
    run(node, "import", [module]),
  );
  const values = medians(times, (value, ofNothing) => value - ofNothing);
  return [{ label: "Import in a cold process (ms)", digits: 1, values }];
};

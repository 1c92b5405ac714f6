import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { type Results, resultsText, withTables } from "../../scripts/bench/results.js";

const folder = "scripts/bench";
const json = await readFile(`${folder}/results.json`, "utf8");
const results: Results = JSON.parse(json);

test("the tables of the bench's README are those of its results", async () => {
  const readme = await readFile(`${folder}/README.md`, "utf8");
  expect(withTables(readme, results)).toBe(readme);
  expect(resultsText(results)).toBe(json);
});

test("a table has the medians of figures with the same columns, and when and where they were measured", () => {
  const origin = { measured: "2026-01-02", machine: "Node v24" };
  const own: Results = {
    calls: {
      ...origin,
      figures: [
        { label: "CPU", digits: 2, values: { ours: 1.234, fetch: 1 } },
        { label: "Memory", digits: 0, values: { ours: 9 } },
      ],
    },
    many: { ...origin, figures: [{ label: "Rate", digits: 1, values: { queue: 70 } }] },
  };
  expect(withTables("before\n<!-- tables -->\nold\n<!-- end of tables -->\nafter\n", own)).toBe(`before
<!-- tables -->

|  | ours | fetch | measured |
| --- | --- | --- | --- |
| CPU | 1.23 | 1.00 | 2026-01-02 |
| Memory | 9 |  | 2026-01-02 |

2026-01-02: Node v24.

|  | queue | measured |
| --- | --- | --- |
| Rate | 70.0 | 2026-01-02 |

2026-01-02: Node v24.

<!-- end of tables -->
after
`);
});

test("a README without marks gets no tables", () => {
  expect(() => withTables("# Bench\n", results)).toThrow("marks");
});

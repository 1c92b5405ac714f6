import { expect, test } from "vitest";
import { runChild } from "../support/child.js";

test("A run uses no more memory after fifty thousand ids than after five thousand", async () => {
  const heap = await runChild("bulk-memory", ["5000", "50000"], ["--expose-gc"]);
  const [first = 0, last = Number.POSITIVE_INFINITY] = heap as number[];
  expect(first).toBeGreaterThan(1_000_000);
  expect(last - first).toBeLessThan(1_000_000);
});

import type { CoverageItem, OperationCoverage } from "../lib/drift.js";

/** How much of a part of the contract was exercised. */
export type CoverageRow = {
  /** The part, in words. */
  part: string;
  /** Every item of the part that was exercised. */
  covered: Set<string>;
  /** Every item of the part. */
  all: Set<string>;
};

/** Sums up coverage by the parts of the contract. An error's property counts once, under whatever status it was seen. */
export function summarize(operations: OperationCoverage[]): CoverageRow[] {
  const rows = new Map<string, CoverageRow>();
  for (const { operationId, covered, missing } of operations) {
    for (const item of [...covered, ...missing]) {
      const [part, name] = describe(item);
      const row = rows.get(part) ?? { part, covered: new Set(), all: new Set() };
      rows.set(part, row);
      row.all.add(`${operationId}: ${name}`);
      if (covered.includes(item)) row.covered.add(`${operationId}: ${name}`);
    }
  }
  return [...rows.values()];
}

function describe(item: CoverageItem): [part: string, name: string] {
  switch (item.kind) {
    case "operation":
      return ["operations", "the operation"];
    case "parameter":
      return ["parameters", `${item.in} parameter ${item.name}`];
    case "response":
      return ["response codes", `response ${item.status}`];
    case "property":
      if (item.target === "request") return ["fields of requests", item.path];
      return item.status.startsWith("2")
        ? ["fields of successes", `${item.path} of ${item.status}`]
        : ["fields of errors", `${item.path} of any error`];
  }
}

import type { CoverageItem, OperationCoverage } from "../lib/drift.js";

/** The items of the contract, grouped by part, each `true` if it was exercised. */
export type Coverage = Record<string, Record<string, boolean>>;

/** Sums up the coverage by parts of the contract. A property of errors counts once for all statuses. */
export function summarize(operations: OperationCoverage[]): Coverage {
  const parts: Coverage = {};
  for (const { operationId, covered, missing } of operations) {
    const items = [...covered, ...missing];
    const hasBody = items.some((item) => item.kind === "property" && item.target === "request");
    for (const item of items) {
      const [part, name] = describe(item);
      // Truto's insight about body fields does not apply to an operation without a body.
      if (!hasBody && name.includes("_body_fields")) continue;
      parts[part] ??= {};
      parts[part][`${operationId}: ${name}`] ||= covered.includes(item);
    }
  }
  return parts;
}

function describe(item: CoverageItem): [part: string, name: string] {
  if (item.kind === "operation") return ["operations", "the operation"];
  if (item.kind === "parameter") return ["parameters", `${item.in} parameter ${item.name}`];
  if (item.kind === "response") return ["response codes", `response ${item.status}`];
  if (item.target === "request") return ["fields of requests", item.path];
  return item.status.startsWith("2")
    ? ["fields of successes", `${item.path} of ${item.status}`]
    : ["fields of errors", `${item.path} of any error`];
}

import { count, countsText, printable } from "../text.js";
import type { Reason, Summary } from "./summary.js";

/** Maximum number of printed reasons. More would push the first ones off the screen. */
const mostReasons = 20;

/** The numbers of contacts by outcome, in a line. */
export function outcomesText({ ids, deleted, gone, unknown, failed, unsent }: Summary): string {
  return `${count(ids, "id")}: ${countsText({ deleted, gone, unknown, failed, unsent })}\n`;
}

/** The reasons why contacts are not deleted, a line each, with examples. */
export function reasonsText({ reasons, otherIds }: Summary): string {
  const lines = reasons.slice(0, mostReasons).map((reason) => `  ${reasonText(reason)}`);
  const rest = reasons.slice(mostReasons);
  if (rest.length > 0) {
    const contacts = rest.reduce((sum, reason) => sum + reason.count, 0);
    lines.push(`  ${contacts} × ${count(rest.length, "other reason")}`);
  }
  if (otherIds) {
    const pairs = otherIds.contacts.map(({ id, confirmedId }) => `${id} as ${confirmedId}`);
    lines.push(`  ${otherIds.count} × confirmed under another id: ${listText(pairs, otherIds.count)}`);
  }
  return lines.map((line) => `${printable(line)}\n`).join("");
}

/** A reason with its contacts, such as `8 × 409 Contact has open deals: 6, 31, 56, …`. */
function reasonText({ count, outcome, status, reason, ids }: Reason): string {
  const words = [status, reason].filter((word) => word !== undefined && word !== "").join(" ");
  const remark = outcome === "unknown" ? " (it may be deleted)" : "";
  return `${count} × ${words || "no reason given"}${remark}: ${listText(ids, count)}`;
}

function listText(examples: readonly string[], all: number): string {
  return [...examples, ...(all > examples.length ? ["…"] : [])].join(", ");
}

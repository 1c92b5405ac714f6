import type { Generation } from "../measures/generation.js";
import type { Line } from "./measure.js";
import type { Peer } from "./peers.js";
import type { Summary } from "./statistics.js";

/** A median, with its quartiles where they differ from it. */
function cell(value: Summary | undefined, digits: number): string {
  if (!value) return "";
  const [median, lower, upper] = [value.median, value.lower, value.upper].map((number) =>
    number.toFixed(digits),
  );
  return lower === upper ? `${median}` : `${median} (${lower}–${upper})`;
}

/** The table of all measures in Markdown: a line for each, a column for each peer. */
export function table(lines: Line[], peers: Peer[]): string {
  const rows = [
    ["Median (quartiles)", ...peers.map(({ label }) => label), "target"],
    ...lines.map(({ label, digits, target, values }) => [
      label,
      ...peers.map(({ name }) => cell(values[name], digits)),
      target === undefined ? "" : `≤ ${target}`,
    ]),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const text = rows.map(
    (row) => `| ${row.map((value, column) => value.padEnd(widths[column] ?? 0)).join(" | ")} |`,
  );
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return [text[0], rule, ...text.slice(1)].join("\n");
}

/** What code generation took, a line for each size. */
export function generationText(runs: Generation[]): string {
  return runs
    .map(({ operations, seconds, peakMebibytes }) => {
      const each = ((seconds.median * 1_000) / operations).toFixed(1);
      const memory = ((peakMebibytes.median * 1024) / operations).toFixed(0);
      const count = `${operations} operation${operations === 1 ? "" : "s"}`.padEnd(16);
      return `Generate ${count} ${seconds.median.toFixed(1)} s, ${peakMebibytes.median.toFixed(0)} MiB: ${each} ms and ${memory} KiB for each`;
    })
    .join("\n");
}

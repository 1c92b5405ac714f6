import type { Line } from "./measure.js";
import { ours, type Peer } from "./peers.js";

/** The lines that the chart shows, by name. */
const panels: Record<string, string> = {
  "cpu-1-in-flight": "CPU per call, one at a time (× fetch)",
  "cpu-50-in-flight": "CPU per call, 50 in flight (× fetch)",
  "added-time": "CPU added to a call over a fake fetch (µs)",
  "import-time": "Import in a cold process (ms)",
  "bundle-gzip": "Bundle of one delete, gzip (kB)",
  "type-instantiations": "Type instantiations of one delete",
};
const columns = 2;
/** Times this package's own bar, from which on a bar is broken. */
const farLonger = 10;
const panel = { width: 450, gap: 40, label: 120, bars: 260, row: 22, head: 34 };

const style = `
  text { font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #1f2328; }
  .title { font-weight: 600; }
  .value, .note { fill: #59636e; }
  .ours { font-weight: 600; }
  rect { fill: #b6bfc9; }
  rect.ours { fill: #0969da; }
  line { stroke: #59636e; stroke-width: 1; }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc; }
    .value, .note { fill: #9198a1; }
    rect { fill: #4b535d; }
    rect.ours { fill: #4493f8; }
    line { stroke: #9198a1; }
  }`;

/** Draws the main lines as bars, shorter is better, the quartiles as a thin line on each. */
export function chart(lines: Line[], peers: Peer[], note: string): string {
  const shown = Object.keys(panels).flatMap((name) => lines.find((line) => line.name === name) ?? []);
  const height = panel.head + peers.length * panel.row + 26;
  const width = columns * panel.width + (columns - 1) * panel.gap;
  const total = Math.ceil(shown.length / columns) * height + 30;
  const drawn = shown.map((line, index) => {
    const x = (index % columns) * (panel.width + panel.gap);
    const y = Math.floor(index / columns) * height;
    return `<g transform="translate(${x} ${y})">\n${drawPanel(line, peers)}\n</g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-16 -4 ${width + 32} ${total}" role="img">
<title>truto-crm-client and what else deletes a contact, measured side by side; shorter is better</title>
<style>${style}
</style>
${drawn.join("\n")}
<text class="note" y="${total - 22}">${escapeText(note)}</text>
</svg>
`;
}

function drawPanel({ name, digits, values }: Line, peers: Peer[]): string {
  const measured = peers.flatMap((peer) => {
    const value = values[peer.name];
    return value ? [{ peer, value }] : [];
  });
  // A far longer bar is drawn broken, or the short ones could not be told apart.
  const limit = farLonger * (values[ours]?.median ?? Number.POSITIVE_INFINITY);
  const whole = measured.filter(({ value }) => value.median <= limit);
  const longest = Math.max(...whole.map(({ value }) => value.upper));
  const scale = (value: number) => Number(((Math.max(value, 0) / longest) * panel.bars).toFixed(1));
  const rows = measured.map(({ peer, value: { median, lower, upper } }, index) => {
    const mark = peer.name === ours ? ' class="ours"' : "";
    const y = panel.head + index * panel.row;
    const broken = median > limit;
    const end = panel.label + (broken ? panel.bars : scale(Math.max(median, upper)));
    const bar = (x: number, width: number) =>
      `<rect${mark} x="${x}" y="${y}" width="${width}" height="16" rx="2"/>`;
    const shape = broken
      ? bar(panel.label, panel.bars - 24) + bar(end - 20, 20)
      : `${bar(panel.label, scale(median))}
<line x1="${panel.label + scale(lower)}" x2="${end}" y1="${y + 8}" y2="${y + 8}"/>`;
    return `<text${mark} x="0" y="${y + 12}">${escapeText(peer.label)}</text>
${shape}
<text class="value" x="${end + 6}" y="${y + 12}">${median.toFixed(digits)}</text>`;
  });
  return [`<text class="title" y="16">${panels[name]}</text>`, ...rows].join("\n");
}

function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

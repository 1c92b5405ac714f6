import type { Figure } from "./measure.js";
import { ours, type Peer } from "./peers.js";

/** Times this package's own bar, from which on a bar is broken, or the short ones could not be told apart. */
const farLonger = 10;
const [columns, width, labels, bars, row, head] = [2, 520, 150, 260, 22, 34];

const style = `
  text { font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #1f2328; }
  .title, .ours { font-weight: 600; }
  .value, .note { fill: #59636e; }
  rect { fill: #b6bfc9; }
  rect.ours { fill: #0969da; }
  line { stroke: #59636e; }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc; }
    .value, .note { fill: #9198a1; }
    rect { fill: #4b535d; }
    rect.ours { fill: #4493f8; }
    line { stroke: #9198a1; }
  }
`;

/** Draws the figures that have a target as bars, shorter is better, the quartiles as a thin line on each. */
export function chart(figures: Figure[], peers: Peer[], machine: string): string {
  const shown = figures.filter(({ target }) => target !== undefined);
  const height = head + peers.length * row + 26;
  const total = Math.ceil(shown.length / columns) * height + 30;
  const panels = shown.map((figure, index) => {
    const [x, y] = [(index % columns) * width, Math.floor(index / columns) * height];
    return `<g transform="translate(${x} ${y})">\n${panel(figure, peers).join("\n")}\n</g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-16 -4 ${columns * width} ${total}" role="img">
<title>truto-crm-client and what else deletes a contact, measured side by side; shorter is better</title>
<style>${style}</style>
${panels.join("\n")}
<text class="note" y="${total - 22}">Medians, quartiles as a thin line; shorter is better; a broken bar is far longer. ${machine}.</text>
</svg>
`;
}

function panel({ label, digits, values }: Figure, peers: Peer[]): string[] {
  const limit = farLonger * (values[ours]?.[0] ?? Number.POSITIVE_INFINITY);
  const longest = Math.max(...Object.values(values).flatMap((value) => (value[0] > limit ? [] : value)));
  const scale = (value: number) => Math.round((Math.max(value, 0) / longest) * bars);
  const rows = peers.flatMap(({ name }) => (values[name] ? [{ name, value: values[name] }] : []));
  const drawn = rows.map(({ name, value: [median, lower, upper] }, index) => {
    const y = head + index * row;
    const mark = name === ours ? ' class="ours"' : "";
    const broken = median > limit;
    const [size, end] = broken ? [bars - 24, bars] : [scale(median), scale(Math.max(median, upper))];
    const rect = (x: number, size: number) =>
      `<rect${mark} x="${labels + x}" y="${y}" width="${size}" height="16" rx="2"/>`;
    const line = `<line x1="${labels + scale(lower)}" x2="${labels + end}" y1="${y + 8}" y2="${y + 8}"/>`;
    const number = `<text class="value" x="${labels + end + 6}" y="${y + 12}">${median.toFixed(digits)}</text>`;
    const shape = rect(0, size) + (broken ? rect(bars - 20, 20) : line);
    return `<text${mark} y="${y + 12}">${name}</text>${shape}${number}`;
  });
  return [`<text class="title" y="16">${label}</text>`, ...drawn];
}

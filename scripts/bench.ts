import { writeFile } from "node:fs/promises";
import os from "node:os";
import { Option } from "@commander-js/extra-typings";
import { execa } from "execa";
import type { Figure } from "./bench/measure.js";
import { bundle } from "./bench/measures/bundle.js";
import { calls } from "./bench/measures/calls.js";
import { coldImport } from "./bench/measures/import.js";
import { many } from "./bench/measures/many.js";
import { stream } from "./bench/measures/stream.js";
import { types } from "./bench/measures/types.js";
import { fileIn, peers } from "./bench/peers.js";
import { installedNode, prepare } from "./bench/prepare.js";
import { command, script } from "./lib/script.js";

const measures = { calls, import: coldImport, bundle, types, stream, many };
const names = Object.keys(measures);
const options = command("npm run bench --")
  .description(
    "Measures this package beside what else deletes a contact, in one run, and prints a table. A full run takes a " +
      "quarter of an hour, and writes scripts/bench/results.json.",
  )
  .addOption(new Option("--only <measure...>", "only these measures").choices(names))
  .addOption(new Option("--peers <peer...>", "only these, and fetch").choices(peers.map(({ name }) => name)))
  .option("--quick", "few rounds, for a rough result")
  .option("--node <path>", "the Node to measure on (default: Node 24 of scripts/bench/package.json)");

script(import.meta.url, options, async ({ only, peers: asked, quick = false, node: given }) => {
  const load = os.loadavg()[0]?.toFixed(1);
  console.error("Installing the peers, building …");
  await prepare();
  const node = given ?? (await installedNode());
  const compared = peers.filter(({ name }) => !asked || name === "fetch" || asked.includes(name));
  const figures: Figure[] = [];
  for (const [name, measure] of Object.entries(measures)) {
    if (only && !only.includes(name)) continue;
    console.error(`Measuring ${name} …`);
    figures.push(...(await measure({ peers: compared, node, quick })));
  }
  const { stdout: version } = await execa(node, ["--version"]);
  const machine = `Node ${version}, ${os.cpus()[0]?.model}, ${os.availableParallelism()} cores, load ${load} before`;
  const rows = figures.map(({ label, digits, values }) => {
    const medians = Object.entries(values).map(([peer, [median]]) => [peer, Number(median.toFixed(digits))]);
    return [label, Object.fromEntries(medians)];
  });
  console.table(Object.fromEntries(rows));
  console.log(machine);
  if (quick || only || asked) return;
  const lines = figures.map((figure) =>
    JSON.stringify(figure, (_, value) => (typeof value === "number" ? Number(value.toPrecision(4)) : value)),
  );
  const day = new Date().toISOString().slice(0, 10);
  const json = `{"measured": "${day}", "machine": "${machine}", "figures": [\n${lines.join(",\n")}\n]}\n`;
  await writeFile(fileIn("results.json"), json);
  console.log("Wrote scripts/bench/results.json.");
});

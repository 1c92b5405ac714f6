import { readFile, writeFile } from "node:fs/promises";
import os from "node:os";
import { Option } from "@commander-js/extra-typings";
import { execa } from "execa";
import { bundle } from "./bench/measures/bundle.js";
import { calls } from "./bench/measures/calls.js";
import { coldImport } from "./bench/measures/import.js";
import { many } from "./bench/measures/many.js";
import { paced } from "./bench/measures/pace.js";
import { fileIn, peers } from "./bench/peers.js";
import { installedNode, prepare } from "./bench/prepare.js";
import { type Results, resultsText, withTables } from "./bench/results.js";
import { command, script } from "./lib/script.js";

const measures = { calls, import: coldImport, bundle, many, paced };
const options = command("npm run bench --")
  .description(
    "Measures this package beside what else deletes a contact, in one run, and prints tables. A full run takes a " +
      "quarter of an hour, and writes scripts/bench/results.json and the tables of the README beside it.",
  )
  .addOption(new Option("--only <measure...>", "only these measures").choices(Object.keys(measures)))
  .option("--quick", "few rounds, for a rough result; writes nothing")
  .option("--node <path>", "the Node that is measured, from 22.18 (default: that of bench/package.json)");

script(import.meta.url, options, async ({ only, quick = false, node: given }) => {
  const load = os.loadavg()[0]?.toFixed(1);
  console.error("Installing the peers, building …");
  await prepare();
  const node = given ?? (await installedNode());
  const { stdout: version } = await execa(node, ["--version"]);
  const machine = `Node ${version}, ${os.cpus()[0]?.model}, ${os.availableParallelism()} cores, load ${load} before`;
  const results: Results = JSON.parse(await readFile(fileIn("results.json"), "utf8"));
  for (const [name, measure] of Object.entries(measures)) {
    if (only && !only.includes(name)) continue;
    console.error(`Measuring ${name} …`);
    const figures = await measure({ peers, node, quick });
    results[name] = { measured: new Date().toISOString().slice(0, 10), machine, figures };
    console.table(Object.fromEntries(figures.map(({ label, values }) => [label, values])));
  }
  if (quick) return;
  await writeFile(fileIn("results.json"), resultsText(results));
  const readme = await readFile(fileIn("README.md"), "utf8");
  await writeFile(fileIn("README.md"), withTables(readme, results));
  console.log("Wrote scripts/bench/results.json, and the tables of the README beside it.");
});

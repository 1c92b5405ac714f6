import { writeFile } from "node:fs/promises";
import { command, script, UserError } from "../lib/script.js";
import { addedTime } from "./measures/added-time.js";
import { bundleSize } from "./measures/bundle-size.js";
import { calls } from "./measures/calls.js";
import { coldImport } from "./measures/cold-import.js";
import { type Generation, generation } from "./measures/generation.js";
import { streamMemory } from "./measures/stream-memory.js";
import { typeCheckCost } from "./measures/type-check.js";
import { chart } from "./support/chart.js";
import { describeMachine, machineText } from "./support/machine.js";
import type { Bench, Line, Measure } from "./support/measure.js";
import { base, fileIn, peers } from "./support/peers.js";
import { findNode, installPeers, prepare } from "./support/prepare.js";
import { generationText, table } from "./support/table.js";

const measures: Record<string, Measure> = {
  calls,
  added: addedTime,
  import: coldImport,
  bundle: bundleSize,
  types: typeCheckCost,
  stream: streamMemory,
};
const names = [...Object.keys(measures), "generate"];
const options = command("npm run bench --")
  .description(
    "Measures this package beside what else deletes a contact, in one run, and prints a table. A full run takes some " +
      "minutes, and writes scripts/bench/results.json and scripts/bench/chart.svg.",
  )
  .option("--only <list>", `measures, separated by commas: ${names.join(", ")}`)
  .option("--peers <list>", `peers, separated by commas: ${peers.map(({ name }) => name).join(", ")}`)
  .option("--quick", "few rounds, for a rough result")
  .option("--node <path>", "the Node to measure on (default: Node 24 of scripts/bench/package.json)");

/** Names from a list, checked against those that there are. @throws Error naming one that is unknown. */
function choose(option: string, list: string | undefined, known: string[]): string[] {
  const chosen = list?.split(",") ?? known;
  const unknown = chosen.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new UserError(`--${option} does not know ${unknown}: ${known.join(", ")}.`);
  return chosen;
}

function progress(what: string, done: number, total: number): void {
  if (process.stderr.isTTY)
    process.stderr.write(`\r\x1b[K${what}: ${done} of ${total}${done === total ? "\n" : ""}`);
  else if (done === total) console.error(`${what}: done`);
}

script(import.meta.url, options, async (values) => {
  const chosen = choose("only", values.only, names);
  const chosenPeers = choose(
    "peers",
    values.peers,
    peers.map(({ name }) => name),
  );
  console.error("Installing the peers, building, generating …");
  await installPeers();
  const node = values.node ?? (await findNode());
  const machine = await describeMachine(node);
  await prepare(node);
  const compared = peers.filter(({ name }) => name === base || chosenPeers.includes(name));
  const bench: Bench = { peers: compared, node, quick: values.quick, progress };
  const lines: Line[] = [];
  const details: Record<string, unknown> = {};
  let generated: Generation[] = [];
  for (const name of chosen) {
    const measured = await measures[name]?.(bench);
    lines.push(...(measured?.lines ?? []));
    if (measured?.details) details[name] = measured.details;
  }
  if (chosen.includes("generate")) generated = await generation(bench);
  if (lines.length > 0) console.log(`\n${table(lines, compared)}`);
  if (generated.length > 0) console.log(`\n${generationText(generated)}`);
  console.log(`\n${machineText(machine)}`);
  if (values.quick || values.only || values.peers) return;
  const results = {
    measured: new Date().toISOString().slice(0, 10),
    machine,
    lines,
    generation: generated,
    details,
  };
  await writeFile(fileIn("results.json"), `${JSON.stringify(results, null, 2)}\n`);
  const note = `Medians, quartiles as a thin line; shorter is better; a broken bar is far longer. Node ${machine.versions.node}, ${machine.cpu}, ${machine.cores} cores.`;
  await writeFile(fileIn("chart.svg"), chart(lines, compared, note));
  console.log("Wrote scripts/bench/results.json and scripts/bench/chart.svg.");
});

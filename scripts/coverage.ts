import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { summarize } from "./coverage/coverage-summary.js";
import { sendExampleTraffic } from "./coverage/example-traffic.js";
import { shippedSpec } from "./lib/bundle-spec.js";
import { type Drift, drift } from "./lib/drift.js";
import { startPrism } from "./lib/prism.js";
import { startProxy } from "./lib/proxy.js";
import { command, script, UserError } from "./lib/script.js";
import { withTemporaryFolder } from "./lib/temporary-folder.js";
import { unifiedContract } from "./lib/unified-contract.js";

const options = command("npm run coverage:contract --")
  .description(
    "Sends requests for all that the contract describes through the client to a mock of it, records them, and " +
      "fails when an answer or a request deviates from the contract, or when a part of the contract goes unused.",
  )
  .option("--spec <file>", "the contract", "openapi/openapi.yaml");

/** Records the traffic and compares it twice: all of it for coverage, the unified answers field by field. */
async function record(folder: string, spec: string): Promise<[all: Drift, unified: Drift]> {
  const { json } = await shippedSpec(spec);
  const inFolder = (name: string) => join(folder, name);
  await writeFile(inFolder("openapi.json"), json);
  await writeFile(inFolder("unified.json"), unifiedContract(json));
  console.error("Starting the mock and the recording proxy …");
  const prism = await startPrism({ spec: inFolder("openapi.json") });
  try {
    const proxy = await startProxy({ target: prism.url, har: inFolder("all.har") });
    try {
      console.error("Sending every example and every parameter …");
      await sendExampleTraffic(json, proxy.url);
    } finally {
      await proxy.stop();
    }
  } finally {
    await prism.stop();
  }
  console.error("Comparing the traffic with the contract …");
  await writeFile(inFolder("unified.har"), unifiedOnly(await readFile(inFolder("all.har"), "utf8")));
  const compare = async (name: string, spec: string) => {
    await mkdir(inFolder(name));
    const [har, reports] = [inFolder(`${name}.har`), inFolder(name)];
    return drift({ spec: inFolder(spec), har, server: prism.url, folder: reports });
  };
  return Promise.all([compare("all", "openapi.json"), compare("unified", "unified.json")]);
}

/** Drops from a HAR the requests for another format than `unified`. */
function unifiedOnly(har: string): string {
  const { log }: { log: { entries: { request: { url: string } }[] } } = JSON.parse(har);
  const isUnified = (url: string) =>
    (new URL(url).searchParams.get("truto_response_format") ?? "unified") === "unified";
  return JSON.stringify({
    log: { ...log, entries: log.entries.filter(({ request }) => isUnified(request.url)) },
  });
}

export const main = script(import.meta.url, options, async ({ spec }) => {
  const [all, unified] = await withTemporaryFolder((folder) => record(folder, spec));
  const rows = summarize(all.operations);
  for (const { part, covered, all: items } of rows) {
    console.log(part.padEnd(20), `${covered.size}/${items.size}`.padStart(6));
  }
  const findings = [...all.findings, ...unified.findings];
  console.log("deviations".padEnd(20), String(findings.length).padStart(4));
  const unused = rows.flatMap(({ covered, all: items }) => [...items].filter((item) => !covered.has(item)));
  const problems = [...findings, ...unused.map((item) => `${item} is in no traffic.`)];
  if (problems.length > 0) throw new UserError(problems.join("\n"));
});

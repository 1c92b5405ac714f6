import { summarize } from "./coverage/coverage-summary.js";
import { sendExampleTraffic } from "./coverage/example-traffic.js";
import { shippedSpec } from "./lib/bundle-spec.js";
import { type Drift, drift } from "./lib/drift.js";
import { startMock } from "./lib/mock-server.js";
import { createRecorder, type HarEntry } from "./lib/record.js";
import { command, script, UserError } from "./lib/script.js";
import { unifiedContract } from "./lib/unified-contract.js";

const token = "example-token";
const options = command("npm run coverage:contract --")
  .description(
    "Sends requests for all that the contract describes through the client to a mock of it, records them, and " +
      "fails when an answer or a request deviates from the contract, or when a part of the contract goes unused.",
  )
  .option("--spec <file>", "the contract", "openapi/openapi.yaml");

/** Records the traffic and compares it twice: all of it for coverage, the unified answers field by field. */
async function compare(spec: string): Promise<[all: Drift, unified: Drift]> {
  const [{ json }, { url: server, stop }] = await Promise.all([shippedSpec(spec), startMock({ spec })]);
  const recorder = createRecorder(token);
  try {
    await sendExampleTraffic(JSON.parse(json), { token, baseUrl: server, fetch: recorder.fetch });
  } finally {
    await stop();
  }
  const entries = recorder.entries();
  return Promise.all([
    drift({ contract: json, entries, server }),
    drift({ contract: unifiedContract(json), entries: entries.filter(isWholeContact), server }),
  ]);
}

function isWholeContact({ request }: HarEntry): boolean {
  const { searchParams: query } = new URL(request.url);
  const isUnified = (query.get("truto_response_format") ?? "unified") === "unified";
  return isUnified && !query.has("truto_exclude_fields[]");
}

export const main = script(import.meta.url, options, async ({ spec }) => {
  const [all, unified] = await compare(spec);
  const rows = summarize(all.operations);
  const findings = [...all.findings, ...unified.findings];
  console.table(
    Object.fromEntries(rows.map(({ part, covered, all }) => [part, { covered: covered.size, of: all.size }])),
  );
  const unused = rows.flatMap(({ covered, all: items }) => [...items].filter((item) => !covered.has(item)));
  const problems = [...findings, ...unused.map((item) => `${item} is in no traffic.`)];
  if (problems.length > 0) throw new UserError(problems.join("\n"));
  console.log("No deviation.");
});

import { createMockFetch } from "../src/mock/index.js";
import { summarize } from "./coverage/coverage-summary.js";
import { sendExampleTraffic } from "./coverage/example-traffic.js";
import { shippedSpec } from "./lib/bundle-spec.js";
import { drift } from "./lib/drift.js";
import { createRecorder, type HarEntry } from "./lib/record.js";
import { command, script, UserError } from "./lib/script.js";
import { unifiedContract } from "./lib/unified-contract.js";

const server = "https://api.truto.one";
const options = command("npm run coverage:contract --")
  .description(
    "Sends requests for all that the contract describes through the client to a mock of it, records them, and " +
      "fails when a response or a request deviates from the contract, or when a part of the contract goes unused.",
  )
  .option("--spec <file>", "the contract", "openapi/openapi.yaml");

export const main = script(import.meta.url, options, async ({ spec }) => {
  const { json: contract } = await shippedSpec(spec);
  const token = "example-token";
  const { fetch, entries: recorded } = createRecorder(token, await createMockFetch({ contract }));
  await sendExampleTraffic(JSON.parse(contract), { token, fetch });
  const entries = recorded();
  // All traffic shows the coverage, without checks of required fields, as a request may exclude some. Complete unified answers are checked fully.
  const [all, unified] = await Promise.all([
    drift({ contract: withoutRequiredFields(contract), entries, server }),
    drift({ contract: unifiedContract(contract), entries: entries.filter(isWholeContact), server }),
  ]);
  const parts = Object.entries(summarize(all.operations));
  const count = (items: object) => Object.values(items).filter(Boolean).length;
  const rows = parts.map(([part, items]) => [part, { covered: count(items), of: Object.keys(items).length }]);
  console.table(Object.fromEntries(rows));
  const unused = parts.flatMap(([, items]) => Object.keys(items).filter((item) => !items[item]));
  const findings = [...all.findings, ...unified.findings];
  const problems = [...findings, ...unused.map((item) => `${item} is in no traffic.`)];
  if (problems.length > 0) throw new UserError(problems.join("\n"));
  console.log("No deviation.");
});

function withoutRequiredFields(json: string): string {
  return JSON.stringify(JSON.parse(json), (key, value) =>
    key === "required" && Array.isArray(value) ? undefined : value,
  );
}

function isWholeContact({ request }: HarEntry): boolean {
  const { searchParams: query } = new URL(request.url);
  const isUnified = (query.get("truto_response_format") ?? "unified") === "unified";
  return isUnified && !query.has("truto_exclude_fields[]");
}

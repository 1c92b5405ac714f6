import { execa } from "execa";
import { apiReportChanged } from "./api-report/api-report.js";
import { command, script } from "./lib/script.js";

const options = command("npx tsx scripts/api-report.ts").description(
  "Builds the package and writes the report of its public declarations, test/package/truto-crm-client.api.md.",
);

script(import.meta.url, options, async () => {
  await execa("npm", ["run", "build"], { stderr: "inherit" });
  const changed = await apiReportChanged({ update: true });
  console.log(changed ? "Wrote test/package/truto-crm-client.api.md." : "Nothing has changed.");
});

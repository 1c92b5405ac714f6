import { parseArgs } from "node:util";
import { execa } from "execa";
import { runScript } from "./lib/run-script.js";

const help = `Usage: npm run api:report

Builds the package and writes the report of its public declarations, test/package/truto-crm-client.api.md.
\`npm test\` fails when the report is not what the declarations give.

  --help   this text
`;

async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { help: { type: "boolean" } } });
  if (values.help) {
    process.stdout.write(help);
    return;
  }
  await execa("npm", ["run", "build"], { stderr: "inherit" });
  const { apiReportChanged } = await import("./api-report/api-report.js");
  const changed = await apiReportChanged({ update: true });
  console.log(changed ? "Wrote test/package/truto-crm-client.api.md." : "Nothing has changed.");
}

runScript(import.meta.url, main);

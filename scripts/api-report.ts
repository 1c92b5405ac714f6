import { parseArgs } from "node:util";
import { execa } from "execa";

const help = `Usage: npm run api:report

Builds the package and writes the report of its public declarations, test/package/truto-crm-client.api.md.
\`npm test\` fails when the report is not what the declarations give.

  --help   this text
`;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { help: { type: "boolean" } } });
  if (values.help) {
    process.stdout.write(help);
    return;
  }
  await execa("npm", ["run", "build"], { stderr: "inherit" });
  const { apiReportChanged } = await import("./support/api-report.js");
  const changed = await apiReportChanged({ update: true });
  console.log(changed ? "Wrote test/package/truto-crm-client.api.md." : "Nothing has changed.");
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});

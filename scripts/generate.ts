import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { contactFieldsSource } from "./support/contact-fields-source.js";
import { hintsSource } from "./support/hints-source.js";
import { lintSpec } from "./support/lint-spec.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const help = `Usage: npm run generate -- [options]

Writes generated/ from openapi/: the types, the table of fields and the hints for errors.

  --check        write nothing; exit 1 and name each file that is not what the spec gives
  --spec <file>  the spec to read   (default: openapi/openapi.yaml)
  --out <dir>    where to write     (default: generated)
  --help         show this text
`;

/** Everything is computed before anything is written, so a bad spec leaves the last good output alone. */
async function render(specFile: string): Promise<Record<string, string>> {
  // Side by side because each takes most of a second, the second one to load the compiler.
  const [problems, { bundleSpec, schemaSource }] = await Promise.all([
    lintSpec(specFile),
    import("./support/schema-source.js"),
  ]);
  const [first, ...others] = problems;
  if (first !== undefined) {
    const more = others.length > 0 ? ` (and ${others.length} more: npm run lint:spec)` : "";
    throw new Error(`${first.file}:${first.line}: ${first.message}${more}`);
  }
  const spec = await bundleSpec(specFile);
  return {
    "schema.ts": await schemaSource(spec),
    "contact-fields.ts": contactFieldsSource(spec),
    "hints.ts": hintsSource(spec),
  };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      check: { type: "boolean", default: false },
      spec: { type: "string", default: join(root, "openapi/openapi.yaml") },
      out: { type: "string", default: join(root, "generated") },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return;
  }
  const files = Object.entries(await render(resolve(values.spec))).map(([name, text]) => ({
    path: relative(process.cwd(), join(resolve(values.out), name)),
    text,
  }));
  if (values.check) {
    const found = await Promise.all(files.map(({ path }) => readFile(path, "utf8").catch(() => undefined)));
    const stale = files.filter(({ text }, index) => text !== found[index]);
    if (stale.length > 0) {
      const names = stale.map(({ path }) => path).join(", ");
      throw new Error(`Not what the spec gives: ${names}. Run \`npm run generate\` and commit the result.`);
    }
    console.log(`Up to date: ${files.map(({ path }) => path).join(", ")}.`);
    return;
  }
  await mkdir(values.out, { recursive: true });
  await Promise.all(files.map(({ path, text }) => writeFile(path, text)));
  console.log(`Wrote ${files.map(({ path }) => path).join(", ")}.`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { renderGenerated } from "./generate/render-generated.js";
import { runScript } from "./lib/run-script.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const help = `Usage: npm run generate -- [options]

Writes generated/ from openapi/: the types, the table of fields and the hints for errors.

  --check        write nothing; exit 1 and name each file that is not what the spec gives
  --spec <file>  the spec to read   (default: openapi/openapi.yaml)
  --out <dir>    where to write     (default: generated)
  --help         show this text
`;

export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
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
  // Everything is computed before anything is written, so a bad spec leaves the last good output alone.
  const files = Object.entries(await renderGenerated(resolve(values.spec))).map(([name, text]) => ({
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

runScript(import.meta.url, main);

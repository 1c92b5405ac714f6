import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { renderGenerated } from "./generate/render-generated.js";
import { command, script, UserError } from "./lib/script.js";

const options = command("npm run generate --")
  .description(
    "Writes generated/ from openapi/: the types, the table of fields, and what the client knows of each operation.",
  )
  .option("--check", "write nothing; exit 1 and name each file that is not what the spec gives")
  .option("--spec <file>", "the spec to read", "openapi/openapi.yaml")
  .option("--out <dir>", "where to write", "generated");

export const main = script(import.meta.url, options, async ({ check, spec, out }) => {
  // Everything is computed before anything is written, so an invalid spec leaves the last good output unchanged.
  const files = Object.entries(await renderGenerated(resolve(spec))).map(([name, text]) => ({
    path: relative(process.cwd(), join(resolve(out), name)),
    text,
  }));
  if (check) {
    const found = await Promise.all(files.map(({ path }) => readFile(path, "utf8").catch(() => undefined)));
    const stale = files.filter(({ text }, index) => text !== found[index]);
    if (stale.length > 0) {
      const names = stale.map(({ path }) => path).join(", ");
      throw new UserError(
        `Not what the spec gives: ${names}. Run \`npm run generate\` and commit the result.`,
      );
    }
    console.log(`Up to date: ${files.map(({ path }) => path).join(", ")}.`);
    return;
  }
  await mkdir(out, { recursive: true });
  await Promise.all(files.map(({ path, text }) => writeFile(path, text)));
  console.log(`Wrote ${files.map(({ path }) => path).join(", ")}.`);
});

import { existsSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { execa } from "execa";
import { shippedSpec } from "./lib/bundle-spec.js";
import { command, script, UserError } from "./lib/script.js";

const compiler = createRequire(import.meta.url).resolve("typescript/bin/tsc");
const root = fileURLToPath(new URL("..", import.meta.url));
const options = command("npm run build --").description(
  "Writes dist/: src/ and generated/ compiled into one module, with declarations and a source map, and the contract as " +
    "openapi.yaml and openapi.json. A build that fails leaves the last good dist/ alone.",
);

/**
 * Compiles src/: the declarations by TypeScript, and all modules into one by esbuild, which halves the time of an
 * import. Its map carries the sources, because src/ is not in the package.
 */
async function compile(outDir: string): Promise<void> {
  const [{ exitCode, stdout }] = await Promise.all([
    execa(
      process.execPath,
      [compiler, "-p", "src", "--outDir", outDir, "--declarationMap", "false", "--emitDeclarationOnly"],
      { cwd: root, reject: false },
    ),
    build({
      absWorkingDir: root,
      entryPoints: ["src/index.ts"],
      outfile: join(outDir, "src/index.js"),
      bundle: true,
      packages: "external",
      format: "esm",
      platform: "neutral",
      target: "es2022",
      sourcemap: true,
      // The map has the sources to read; short lines keep Node's print of the line that threw short.
      minifyWhitespace: true,
      minifySyntax: true,
      lineLimit: 250,
      logLevel: "silent",
    }),
  ]);
  if (exitCode !== 0) throw new UserError(stdout);
}

script(import.meta.url, options, async () => {
  const dist = join(root, "dist");
  // Beside dist/, because the maps name their sources relative to themselves.
  const fresh = `${dist}-${process.pid}`;
  const last = `${fresh}-last`;
  const { yaml, json } = await shippedSpec(join(root, "openapi/openapi.yaml"));
  try {
    await mkdir(fresh);
    await compile(fresh);
    await writeFile(join(fresh, "openapi.yaml"), yaml);
    await writeFile(join(fresh, "openapi.json"), json);
    if (existsSync(dist)) await rename(dist, last);
    await rename(fresh, dist);
  } finally {
    await Promise.all([fresh, last].map((folder) => rm(folder, { recursive: true, force: true })));
  }
  console.log("Wrote dist/.");
});

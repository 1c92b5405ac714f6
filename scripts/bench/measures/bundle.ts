import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { inTurn, type Measure, medians } from "../measure.js";
import { fileIn, ours } from "../peers.js";

/**
 * Size in bytes of a program that makes one delete, with all dependencies, minified and gzipped. The package must have
 * been built.
 */
export async function bundleBytes(peer = ours): Promise<number> {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { connect } from "./peers/${peer}.ts"; await connect("https://api.truto.one")();`,
      resolveDir: fileIn("."),
    },
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    platform: "browser",
    legalComments: "none",
    write: false,
  });
  return outputFiles.reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length, 0);
}

/** Size of the bundle of a program that makes one delete. */
export const bundle: Measure = async ({ peers }) => {
  const sizes = await inTurn(peers, 1, async ({ name }) => (await bundleBytes(name)) / 1_000);
  return [{ label: "Bundle of one delete, gzip (kB)", digits: 1, values: medians(sizes) }];
};

import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/** Sizes of a bundle in bytes, minified. */
export interface BundleBytes {
  minified: number;
  gzip: number;
  /** With the parts that are loaded when they are first used, gzipped. */
  gzipOfAll: number;
}

/**
 * Bundles a program that makes one delete, with all dependencies, and gives the size of what it loads; of this package
 * when none is named. The package must have been built.
 */
export async function bundleBytes(
  peer = "truto-crm-client",
  platform: "browser" | "node" = "browser",
): Promise<BundleBytes> {
  const { outputFiles, metafile } = await build({
    stdin: {
      contents: `import { connect } from "./peers/${peer}.js"; await connect({ baseUrl: "https://api.truto.one" })();`,
      resolveDir: fileURLToPath(new URL(".", import.meta.url)),
    },
    bundle: true,
    minify: true,
    splitting: true,
    format: "esm",
    target: "es2022",
    platform,
    legalComments: "none",
    metafile: true,
    outdir: ".",
    write: false,
  });
  const lazy = Object.values(metafile.outputs)
    .flatMap(({ imports }) => imports)
    .filter(({ kind }) => kind === "dynamic-import")
    .map(({ path }) => path);
  const sizes = { minified: 0, gzip: 0, gzipOfAll: 0 };
  for (const { path, contents } of outputFiles) {
    const gzip = gzipSync(contents, { level: 9 }).length;
    sizes.gzipOfAll += gzip;
    if (lazy.some((chunk) => path.endsWith(chunk))) continue;
    sizes.minified += contents.length;
    sizes.gzip += gzip;
  }
  return sizes;
}

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
  const gzipped = (contents: Uint8Array) => gzipSync(contents, { level: 9 }).length;
  const total = (sizes: number[]) => sizes.reduce((sum, size) => sum + size, 0);
  const isLazy = ({ path }: { path: string }) =>
    Object.values(metafile.outputs).some(({ imports }) =>
      imports.some(({ kind, path: chunk }) => kind === "dynamic-import" && path.endsWith(chunk)),
    );
  const atOnce = outputFiles.filter((file) => !isLazy(file)).map(({ contents }) => contents);
  return {
    minified: total(atOnce.map(({ length }) => length)),
    gzip: total(atOnce.map(gzipped)),
    gzipOfAll: total(outputFiles.map(({ contents }) => gzipped(contents))),
  };
}

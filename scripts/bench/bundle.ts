import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/** Size of a bundle in bytes. */
export interface BundleBytes {
  minified: number;
  gzip: number;
}

/**
 * Bundles a program that makes one delete, minified, and gives its size; of this package when none is named.
 * The package must have been built.
 */
export async function bundleBytes(
  peer = "truto-crm-client",
  platform: "browser" | "node" = "browser",
): Promise<BundleBytes> {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { connect } from "./peers/${peer}.js"; await connect({ baseUrl: "https://api.truto.one" })();`,
      resolveDir: fileURLToPath(new URL(".", import.meta.url)),
    },
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    platform,
    legalComments: "none",
    write: false,
  });
  const contents = outputFiles[0]?.contents ?? new Uint8Array();
  return { minified: contents.length, gzip: gzipSync(contents, { level: 9 }).length };
}

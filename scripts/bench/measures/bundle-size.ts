import { type BundleBytes, bundleBytes } from "../bundle.js";
import type { Measure } from "../support/measure.js";
import { summarize } from "../support/statistics.js";

/** Size of the bundle of a program that makes one delete: of what it loads, and with what it could load later. */
export const bundleSize: Measure = async ({ peers, progress }) => {
  const sizes = await Promise.all(
    peers.map(async ({ name, platform }) => ({ name, ...(await bundleBytes(name, platform)) })),
  );
  progress("Bundles", 1, 1);
  const values = (size: keyof BundleBytes) =>
    Object.fromEntries(
      sizes.map((sizesOfPeer) => [sizesOfPeer.name, summarize([sizesOfPeer[size] / 1_000])]),
    );
  return {
    lines: [
      { name: "bundle-gzip", label: "Bundle, gzip (kB)", digits: 1, target: 4, values: values("gzip") },
      { name: "bundle-all", label: "With lazy parts, gzip (kB)", digits: 1, values: values("gzipOfAll") },
      { name: "bundle-minified", label: "Bundle, minified (kB)", digits: 1, values: values("minified") },
    ],
  };
};

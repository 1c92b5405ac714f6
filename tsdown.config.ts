import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { defineConfig } from "tsdown";
import { shippedSpec } from "./scripts/lib/bundle-spec.js";

/** The package: each entry as an ES module with a CommonJS twin, readable, with rolled-up declarations; and the contract. */
export default defineConfig({
  entry: { index: "src/index.ts", api: "src/api.ts", bulk: "src/bulk/index.ts", mock: "src/mock.ts" },
  format: ["esm", "cjs"],
  deps: { neverBundle: /^node:/ },
  platform: "neutral",
  target: "es2022",
  tsconfig: "src/tsconfig.json",
  dts: true,
  fixedExtension: false,
  hash: false,
  outputOptions: {
    codeSplitting: { groups: [{ name: "transport", test: /(?<!\.d)\.ts$/, minShareCount: 2 }] },
  },
  logLevel: "warn",
  failOnWarn: true,
  hooks: {
    async "build:done"({ options: { outDir, format } }) {
      if (format !== "es") return;
      const { yaml, json, prism } = await shippedSpec("openapi/openapi.yaml");
      await writeFile(join(outDir, "openapi.yaml"), yaml);
      await writeFile(join(outDir, "openapi.json"), json);
      await writeFile(join(outDir, "prism.yaml"), prism);
    },
  },
});

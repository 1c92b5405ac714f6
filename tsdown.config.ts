import { copyFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { defineConfig } from "tsdown";
import { shippedSpec } from "./scripts/lib/bundle-spec.js";

const entry = {
  index: "src/index.ts",
  api: "src/api.ts",
  bulk: "src/bulk/index.ts",
  durable: "src/durable/index.ts",
  mock: "src/mock/index.ts",
};

/**
 * The package: each entry as an ES module and as CommonJS, not minified, with bundled declarations; the command, on
 * the same chunks; and the contract.
 */
export default defineConfig({
  format: { esm: { entry: { ...entry, cli: "src/cli/bin.ts" } }, cjs: { entry } },
  deps: { neverBundle: /^node:/ },
  platform: "neutral",
  target: "es2022",
  tsconfig: "src/tsconfig.json",
  dts: { entry: Object.values(entry) },
  fixedExtension: false,
  hash: false,
  outputOptions: {
    codeSplitting: {
      groups: [
        {
          name: "transport",
          // A relative path, as the repository may be in a folder named src, and without the backslashes of Windows.
          test: (id) =>
            /^(generated|src\/(?!bulk\/|durable\/|mock\/)).*(?<!\.d)\.ts$/.test(
              relative(import.meta.dirname, id).replaceAll("\\", "/"),
            ),
          minShareCount: 2,
          priority: 1,
        },
        // A chunk of its own for code that the command and `./durable` share with `./bulk`: other entries do not load it.
        { name: "many", test: /[\\/]bulk[\\/].*(?<!\.d)\.ts$/, minShareCount: 2 },
      ],
    },
  },
  plugins: [
    {
      name: "default-of-openapi-fetch",
      // Its CommonJS sets `__esModule`, which rolldown ignores for a package of type "module".
      renderChunk(code, { fileName }) {
        if (fileName !== "api.cjs") return undefined;
        const overlooked = "__toESM(openapi_fetch, 1)";
        if (!code.includes(overlooked))
          throw new Error(`${fileName} has no ${overlooked}: is this plugin needed?`);
        return code.replace(overlooked, "__toESM(openapi_fetch)");
      },
    },
  ],
  logLevel: "warn",
  failOnWarn: true,
  hooks: {
    async "build:done"({ options: { outDir, format } }) {
      if (format !== "es") return;
      const { yaml, json, prism } = await shippedSpec("openapi/openapi.yaml");
      await writeFile(join(outDir, "openapi.yaml"), yaml);
      await writeFile(join(outDir, "openapi.json"), json);
      await writeFile(join(outDir, "prism.yaml"), prism);
      await copyFile("src/durable/durable.sql", join(outDir, "durable.sql"));
    },
  },
});

import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { IConfigFile } from "@microsoft/api-extractor";
import { withTemporaryFolder } from "../lib/temporary-folder.js";

// Required, not imported: it loads a compiler, which tsx takes more than a second longer to import.
const extractor: typeof import("@microsoft/api-extractor") = createRequire(import.meta.url)(
  "@microsoft/api-extractor",
);
const { Extractor, ExtractorConfig, ExtractorLogLevel } = extractor;

const root = fileURLToPath(new URL("../..", import.meta.url));
const silent = { default: { logLevel: ExtractorLogLevel.None } };

/**
 * Compares the committed report of the public declarations with the built ones, and says whether they differ.
 * The package must have been built.
 * @param update writes the report that the declarations give
 */
export function apiReportChanged({ update }: { update: boolean }): Promise<boolean> {
  return withTemporaryFolder(async (reportTempFolder) => {
    const configObject: IConfigFile = {
      projectFolder: root,
      mainEntryPointFilePath: join(root, "dist/src/index.d.ts"),
      compiler: { tsconfigFilePath: join(root, "src/tsconfig.json") },
      newlineKind: "lf",
      apiReport: {
        enabled: true,
        // What a public type is made of is public too, whether it is exported or not.
        includeForgottenExports: true,
        reportFileName: "truto-crm-client.api.md",
        reportFolder: join(root, "test/package"),
        reportTempFolder,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      // Whether the code is right is for the compiler and the linter to say.
      messages: {
        compilerMessageReporting: silent,
        extractorMessageReporting: silent,
        tsdocMessageReporting: silent,
      },
    };
    const packageJsonFullPath = join(root, "package.json");
    const config = ExtractorConfig.prepare({
      configObject,
      configObjectFullPath: undefined,
      packageJsonFullPath,
    });
    const result = Extractor.invoke(config, {
      localBuild: update,
      messageCallback: (message) => {
        message.handled = true;
      },
    });
    return result.apiReportChanged;
  });
}

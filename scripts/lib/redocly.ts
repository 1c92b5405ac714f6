import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";

const cli = join(createRequire(import.meta.url).resolve("@redocly/cli/package.json"), "../bin/cli.js");
const rootConfig = fileURLToPath(new URL("../../redocly.yaml", import.meta.url));
const env = { REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true", NO_COLOR: "1" };

/**
 * Starts a command of the Redocly CLI, without telemetry and without its update check. It never rejects:
 * see `exitCode`.
 */
export function redocly(args: string[], config = rootConfig) {
  return execa(process.execPath, [cli, ...args, `--config=${config}`], {
    all: true,
    reject: false,
    stdin: "ignore",
    env,
  });
}

/** The output of a command, without Redocly's notice about its support of the Node version. */
export function withoutBanner(output: string): string {
  return output.replace(/^\s*[╔║╚].*\n?/gm, "").trim();
}

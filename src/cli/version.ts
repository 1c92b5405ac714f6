import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);
const manifest = require.resolve("truto-crm-client/package.json");
const { version: found }: { version: string } = require(manifest);

/** The version of this package. */
export const version = found;

/** The path of the guide to the command. */
export const guide = join(dirname(manifest), "src/cli/README.md");

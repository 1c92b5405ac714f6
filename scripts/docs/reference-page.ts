import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { redocly, withoutBanner } from "../lib/redocly.js";
import { UserError } from "../lib/script.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Where the reference page is written unless told otherwise. */
export const referencePage = join(root, "reference/index.html");

/** The files that the reference page is made of. */
export const referencePageSources = ["openapi", "redocly.yaml", "scripts/redocly"].map((path) =>
  join(root, path),
);

/** The one thing that the page would load from elsewhere, even with everything else inlined. */
const remoteLogo = /https:\/\/cdn\.redoc\.ly\/redoc\/logo-mini(-full)?\.svg/g;

/**
 * Builds the contract's reference page as one file that needs no network. A build that fails leaves the last
 * good page alone.
 * @throws with Redocly's own words when the contract or the configuration is wrong
 */
export async function buildReferencePage(file: string = referencePage): Promise<void> {
  const { info } = parse(await readFile(join(root, "openapi/openapi.yaml"), "utf8"));
  const draft = `${file}.draft`;
  await mkdir(dirname(file), { recursive: true });
  const options = ["--inlineBundle", `--output=${draft}`, `--templateOptions.description=${info.summary}`];
  const { exitCode, all } = await redocly(["build-docs", "reference-page", ...options]);
  if (exitCode !== 0) throw new UserError(withoutBanner(all));
  const page = await readFile(draft, "utf8");
  await writeFile(draft, page.replace(remoteLogo, "data:,"));
  await rename(draft, file);
}

import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { transform } from "esbuild";
import { parse } from "yaml";
import { shippedSpec } from "../lib/bundle-spec.js";
import { redocly, withoutBanner } from "../lib/redocly.js";
import { UserError } from "../lib/script.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const contract = join(root, "openapi/openapi.yaml");

/** The files that the reference page is made of. */
export const referencePageSources = ["openapi", "redocly.yaml", "scripts/redocly"].map((path) =>
  join(root, path),
);

/** The only file that the page would load from another host. */
const remoteLogo = /https:\/\/cdn\.redoc\.ly\/redoc\/logo-mini(-full)?\.svg/g;

/** Links in the HTML that Redoc renders at build time. They are paths, but a static host has only fragments of one page. */
const drawnRoutes = /(<a [^>]*href=")(?=\/)/g;

/** Starts the viewer. On a phone schemas are folded at first, as nested fields would fill many screens. */
const hydrate = `
const isPhone = matchMedia("(max-width: 672px)").matches;
const hydrate = (definition, options, root) =>
  Redoc.hydrate(definition, isPhone ? { ...options, schemasExpansionLevel: 0 } : options, root);
`;

/**
 * Builds the reference page, which needs no network. Beside it are the contract's file and the viewer, which a browser
 * can cache when only the contract changes. A build that fails leaves the last good page unchanged.
 * @throws with Redocly's own words if the contract or the configuration is invalid
 */
export async function buildReferencePage(file: string): Promise<void> {
  const folder = dirname(file);
  const { info }: { info: { summary: string } } = parse(await readFile(contract, "utf8"));
  const draft = `${file}.draft`;
  await mkdir(folder, { recursive: true });
  const options = ["--inlineBundle", `--output=${draft}`, `--templateOptions.description=${info.summary}`];
  const { exitCode, all } = await redocly(["build-docs", "reference-page", ...options]);
  if (exitCode !== 0) throw new UserError(withoutBanner(all));
  const css = await readFile(new URL("../redocly/reference-page.css", import.meta.url), "utf8");
  const page = (await readFile(draft, "utf8"))
    .replace(remoteLogo, "data:,")
    .replace("/* reference-page.css */", () => css);
  const [drawn = "", viewer = "", start] = page.split(/<script type="module">|(?=const __redoc_definition)/);
  // A browser loads no module from the disk, so the viewer becomes a plain script.
  const { code } = await transform(viewer, {
    format: "iife",
    globalName: "Redoc",
    minify: true,
    charset: "utf8",
  });
  await writeFile(join(folder, "openapi.yaml"), (await shippedSpec(contract)).yaml);
  await writeFile(join(folder, "redoc.js"), code);
  const scripts = `<script defer src="redoc.js"></script><script type="module">${hydrate}`;
  await writeFile(draft, [drawn.replace(drawnRoutes, "$1#"), scripts, start].join("\n"));
  await rename(draft, file);
}

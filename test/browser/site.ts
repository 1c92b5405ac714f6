import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { buildReferencePage } from "../../scripts/docs/reference-page.js";
import { chromiumLaunchOptions, ensureChromium } from "../support/chromium.js";

/** The built reference page on a static host, and a browser to look at it. */
export interface Site extends AsyncDisposable {
  /** The page's address, such as `http://127.0.0.1:40123/docs/`. Many static hosts serve a site below a path. */
  readonly url: string;
  /** The folder of the files. */
  readonly folder: string;
  readonly browser: Browser;
}

const types: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".yaml": "text/yaml",
};

/** Builds the page, and serves its files as a static host does. Any other path is a 404. */
export async function openSite(): Promise<Site> {
  await ensureChromium();
  const folder = await mkdtemp(join(tmpdir(), "reference-page-"));
  await buildReferencePage(join(folder, "index.html"));
  const server = createServer(async ({ url = "/" }, response) => {
    const name = url === "/docs/" ? "index.html" : url.replace("/docs/", "");
    const body = await readFile(join(folder, name)).catch(() => undefined);
    if (body === undefined) response.writeHead(404).end();
    else response.setHeader("content-type", types[extname(name)] ?? "text/plain").end(body);
  });
  await new Promise<void>((listening) => {
    server.listen(0, "127.0.0.1", listening);
  });
  const browser = await chromium.launch(chromiumLaunchOptions);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/docs/`,
    folder,
    browser,
    async [Symbol.asyncDispose]() {
      await browser.close();
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

import { watch } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, dirname, extname, join, relative, resolve } from "node:path";
import { buildReferencePage, referencePageSources } from "./docs/reference-page.js";
import { command, parsePort, report, script } from "./lib/script.js";

const options = command("npm run docs --")
  .description("Builds the reference page of openapi/, which needs no network, and its files beside it.")
  .option("--out <file>", "where to write", "reference/index.html")
  .option("--serve", "serve the page, and build it again when its sources change, until Ctrl-C")
  .option("--port <port>", "the port to serve it on, 0 for a free one", parsePort, 4020);

async function build(file: string): Promise<void> {
  await buildReferencePage(file);
  console.log(`Wrote ${relative(process.cwd(), file)}.`);
}

/** Builds again after each change, one build at a time; a mistake is told and the last good page stays. */
function buildOnChange(file: string): void {
  let due: NodeJS.Timeout | undefined;
  let building = Promise.resolve();
  const changed = () => {
    clearTimeout(due);
    // Editors save in several steps.
    due = setTimeout(() => {
      building = building.then(() => build(file)).catch(report);
    }, 100);
  };
  for (const source of referencePageSources) watch(source, { recursive: true }, changed);
}

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".yaml": "text/yaml; charset=utf-8",
};

/** Serves the page and the files beside it, and returns its address. */
async function serve(file: string, port: number): Promise<string> {
  const server = createServer(async ({ url = "/" }, response) => {
    const name = basename(url === "/" ? file : new URL(url, "http://localhost").pathname);
    const type = types[extname(name)];
    const body = type && (await readFile(join(dirname(file), name)).catch(() => undefined));
    if (body) response.setHeader("content-type", type).end(body);
    else response.writeHead(404).end();
  });
  await new Promise<void>((listening, failed) => {
    server.once("error", failed).listen(port, "127.0.0.1", listening);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

script(import.meta.url, options, async ({ out, serve: served, port }) => {
  const file = resolve(out);
  await build(file);
  if (!served) return;
  const address = await serve(file, port);
  buildOnChange(file);
  console.log(`The reference page is on ${address}. Press Ctrl-C to stop.`);
});

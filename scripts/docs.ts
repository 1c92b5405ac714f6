import { watch } from "node:fs";
import { basename, dirname, relative, resolve } from "node:path";
import { serve } from "srvx";
import { staticMiddleware } from "srvx/static";
import { parsePort } from "./docs/parse-port.js";
import { buildReferencePage, referencePageSources } from "./docs/reference-page.js";
import { command, report, script } from "./lib/script.js";

const options = command("npm run docs --")
  .description("Builds the reference page of openapi/, which needs no network, and its files beside it.")
  .option("--out <file>", "where to write", "reference/index.html")
  .option("--serve", "serve the page, and build it again when its sources change, until Ctrl-C")
  .option("--port <port>", "the port to serve it on, 0 for a free one", parsePort, 4020);

async function build(file: string): Promise<void> {
  await buildReferencePage(file);
  console.log(`Wrote ${relative(process.cwd(), file)}.`);
}

/** Builds again after each change, one build at a time. An error is printed, and the last good page stays. */
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

script(import.meta.url, options, async ({ out, serve: isServed, port }) => {
  const file = resolve(out);
  await build(file);
  if (!isServed) return;
  const server = serve({
    ...{ port, hostname: "127.0.0.1", silent: true, gracefulShutdown: false },
    middleware: [staticMiddleware({ dir: dirname(file) })],
    fetch: () => new Response(null, { status: 404 }),
  });
  await server.ready();
  buildOnChange(file);
  const page = basename(file).replace("index.html", "");
  console.log(`The reference page is on ${server.url}${page}. Press Ctrl-C to stop.`);
});

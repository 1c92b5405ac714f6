import { parseArgs } from "node:util";
import { parsePort } from "./lib/port.js";
import { startPrism } from "./lib/prism.js";
import { runScript } from "./lib/run-script.js";

const help = `Usage: npm run mock -- [options]

Serves openapi/ as a mock of the Truto API, with Prism, until Ctrl-C.

  --port <port>  the port to listen on, 0 for a free one   (default: 4010)
  --help         show this text
`;

async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { port: { type: "string", default: "4010" }, help: { type: "boolean", default: false } },
  });
  if (values.help) {
    process.stdout.write(help);
    return;
  }
  const port = parsePort(values.port);

  const prism = await startPrism({ port, onLine: console.log });
  let asked = false;
  const stop = () => {
    asked = true;
    void prism.stop();
  };
  process.on("SIGINT", stop).on("SIGTERM", stop);

  console.log(`The mock listens on ${prism.url}. Try:\n`);
  for (const { method, url } of prism.examples) {
    console.log(`  curl -i -X ${method} "${url}" -H "Authorization: Bearer any"`);
  }
  console.log(`\nAdd -H "Prefer: code=404" for that answer, or -H "Prefer: code=404, example=provider".`);
  console.log("Press Ctrl-C to stop.\n");

  await prism.ended;
  if (!asked) throw new Error("Prism ended by itself.");
}

runScript(import.meta.url, main);

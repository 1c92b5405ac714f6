import { startPrism } from "./lib/prism.js";
import { command, parsePort, script } from "./lib/script.js";

const options = command("npm run mock --")
  .description("Serves openapi/ as a mock of the Truto API, with Prism, until Ctrl-C.")
  .option("--port <port>", "the port to listen on, 0 for a free one", parsePort, 4010);

script(import.meta.url, options, async ({ port }) => {
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
});

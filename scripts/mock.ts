import { bundleSpec } from "./lib/bundle-spec.js";
import { startMock } from "./lib/mock-server.js";
import { exampleTarget, operationsOf } from "./lib/operations.js";
import { command, parsePort, script, UserError } from "./lib/script.js";

const options = command("npm run mock --")
  .description("Serves openapi/ as a mock of the Truto API, with Prism, until Ctrl-C.")
  .option("--port <port>", "the port to listen on, 0 for a free one", parsePort, 4010);

/** Prints each request with the status of its answer, a line for each thing that is wrong. */
function printAnswer(request: Request, { status, headers }: Response): void {
  const violations: { message: string }[] = JSON.parse(headers.get("sl-violations") ?? "[]");
  const line = `${status}  ${request.method} ${new URL(request.url).pathname}`;
  if (violations.length === 0) console.log(line);
  for (const { message } of violations) console.log(`${line}: ${message}`);
}

export const main = script(import.meta.url, options, async ({ port }) => {
  const mock = await startMock({ port, onAnswer: printAnswer }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EADDRINUSE") throw error;
    throw new UserError(`Port ${port} is taken: give another with --port, or --port 0 for a free one.`);
  });
  const stop = () => void mock.stop();
  process.once("SIGINT", stop).once("SIGTERM", stop);

  console.log(`The mock listens on ${mock.url}. Try:`);
  for (const operation of operationsOf(await bundleSpec("openapi/openapi.yaml"))) {
    const { method, responses } = operation;
    const target = `${mock.url}${exampleTarget(operation)}`;
    console.log(`\n  curl -i -X ${method.toUpperCase()} "${target}" -H "Authorization: Bearer any"\n`);
    console.log('Add -H "Prefer: code=404, example=provider" for one of these, or "Prefer: dynamic=true":\n');
    for (const [code, { content = {} }] of responses) {
      const names = Object.values(content).flatMap(({ examples = {} }) => Object.keys(examples));
      console.log(`  ${code}  ${names.join(", ") || "without a body"}`);
    }
  }
  console.log(
    "\n5XX stands for any other status from 500 on, such as 507; default for any other at all, such as 423.",
  );
  console.log("What is wrong with a request is printed here. Press Ctrl-C to stop.\n");
});

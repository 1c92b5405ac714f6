import { createMockFetch, type MockFetch } from "../../mock/index.js";
import { isObject } from "../../values.js";
import { parseOnlyOptions } from "../arguments.js";
import type { Command } from "../command.js";
import { exitCodes } from "../exit-code.js";
import { Refusal } from "../refusal.js";
import { type Handler, type LocalServer, serve } from "../serve.js";
import type { Surroundings } from "../surroundings.js";
import { messageOf, printable } from "../text.js";

const options = {
  port: {
    type: "string",
    value: "<number>",
    text: "the port to listen on; 0 takes a free one",
    default: "4010",
  },
} as const;

/** The command `mock`. */
export const mockCommand: Command = {
  summary: "run a mock of Truto's API on this machine, to try the other commands with nothing to lose",
  usage: "[--port <number>]",
  text: `Runs a mock of Truto's API on this machine, as its contract describes it, until Ctrl-C. Every contact exists. A request
can choose another response in a header, such as "Prefer: code=404". It needs the package @stoplight/prism-http.`,
  options,
  exitCodes: [],
  examples: ["mock", "mock --port 0"],
  async run(args, around) {
    const port = parsePort(parseOnlyOptions(options, args).port);
    const mock = await loadMock();
    const answer = async (request: Request) => {
      const response = await mock(request);
      around.stdout.write(requestText(request, response));
      return response;
    };
    // Before the address is printed, as its reader may send a signal at once.
    const interrupted = interruption(around);
    const server = await listen(answer, port);
    around.stdout.write(welcome(server));
    await interrupted;
    await server.stop();
    return exitCodes.complete.code;
  },
};

/** Resolves on a signal to end the process. */
async function interruption(around: Surroundings): Promise<void> {
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  let end = () => {};
  await new Promise<void>((resolve) => {
    end = resolve;
    for (const signal of signals) around.on(signal, end);
  });
  for (const signal of signals) around.off(signal, end);
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new Refusal(`--port must be a whole number from 0 to 65535, not ${text}`);
}

async function loadMock(): Promise<MockFetch> {
  try {
    return await createMockFetch();
  } catch (error) {
    throw new Refusal(messageOf(error));
  }
}

async function listen(answer: Handler, port: number): Promise<LocalServer> {
  try {
    return await serve(answer, port);
  } catch (error) {
    const advice = "give another with --port, or --port 0 for a free one";
    const isTaken = isObject(error) && error.code === "EADDRINUSE";
    throw new Refusal(
      isTaken
        ? `port ${port} is taken: ${advice}`
        : `port ${port} can't be used: ${advice} (${messageOf(error)})`,
    );
  }
}

function welcome({ url }: LocalServer): string {
  return `The mock plays Truto's API on ${url}, and nothing leaves this machine. Try, in another terminal:

  printf '%s\\n' 101 102 103 > ids.txt
  TRUTO_API_TOKEN=any-word npx truto-crm-client delete --from ids.txt --report try.ndjson \\
    --account 62f44730-dd91-461e-bd6a-aedd9e0ad79d --base-url ${url}

Each request is printed here. Ctrl-C ends it.
`;
}

/** A line for a request, and one for each of its violations. */
function requestText(request: Request, { status, headers }: Response): string {
  const line = `${status}  ${request.method} ${new URL(request.url).pathname}`;
  const violations: { message: string }[] = JSON.parse(headers.get("sl-violations") ?? "[]");
  return [line, ...violations.map(({ message }) => `     ${message}`)]
    .map((text) => `${printable(text)}\n`)
    .join("");
}

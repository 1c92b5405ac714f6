import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { UserError } from "./script.js";

/** How to start Prism. */
export type PrismOptions = {
  /** The port to listen on; 0 takes a free one. @default 0 */
  port?: number;
  /** The spec to serve. @default openapi/openapi.yaml */
  spec?: string;
  /** How long Prism may take to come up, in ms. @default 30_000 */
  timeout?: number;
  /** Gets each line that Prism logs once it is up. */
  onLine?: (line: string) => void;
};

/** A mock server that is up. */
export type Prism = {
  /** The server's address, without a slash at the end. */
  url: string;
  /** A request that the spec allows, one for each operation. */
  examples: { method: string; url: string }[];
  /** Settles when Prism has ended, whoever ended it. */
  ended: Promise<unknown>;
  /** Ends Prism and waits until it is gone. */
  stop(): Promise<void>;
};

const cli = createRequire(import.meta.url).resolve("@stoplight/prism-cli");
const contract = join(fileURLToPath(new URL("../..", import.meta.url)), "openapi/openapi.yaml");

/** Starts Prism on a spec and waits until it listens. @throws with Prism's own log when it does not come up in time. */
export async function startPrism(options: PrismOptions = {}): Promise<Prism> {
  const { port = 0, spec = contract, timeout = 30_000, onLine } = options;
  const child = execa(process.execPath, [cli, "mock", "--multiprocess=false", `--port=${port}`, spec], {
    all: true,
    buffer: false,
    reject: false,
    stdin: "ignore",
    env: { FORCE_COLOR: "0" },
  });
  const stop = async () => {
    child.kill();
    await child;
  };

  const log: string[] = [];
  const tooLate = setTimeout(() => child.kill(), timeout);
  const url = await new Promise<string | undefined>((settle) => {
    const lines = createInterface({ input: child.all });
    lines.on("line", function untilUp(line) {
      log.push(line);
      const address = /listening on (\S+)$/.exec(line)?.[1];
      if (address === undefined) return;
      lines.off("line", untilUp);
      if (onLine !== undefined) lines.on("line", onLine);
      settle(address);
    });
    lines.on("close", () => settle(undefined));
  });
  clearTimeout(tooLate);
  if (url === undefined) {
    await child;
    throw new UserError(`Prism did not come up:\n${withoutUsage(log.join("\n"))}`);
  }
  return { url, examples: log.flatMap(exampleIn), ended: child, stop };
}

/** Reads the request that Prism suggests for an operation, if the line is one. */
function exampleIn(line: string): Prism["examples"] {
  const [, method, url] = /\s([A-Z]+)\s+(http:\S+)$/.exec(line) ?? [];
  return method === undefined || url === undefined ? [] : [{ method, url }];
}

/** Drops the usage text that Prism prints with every failure. */
function withoutUsage(log: string): string {
  return log.replace(/^prism mock <document>$[\s\S]*?--seed.*\n/m, "");
}

import { createInterface } from "node:readline";
import { redocly, withoutBanner } from "./redocly.js";
import { UserError } from "./script.js";

/** What to record. */
export type ProxyOptions = {
  /** Where requests are sent on to. */
  target: string;
  /** The file that holds the traffic as HAR once the proxy has stopped: every header, the token's too. */
  har: string;
  /** How long the proxy may take to come up, in ms. @default 30_000 */
  timeout?: number;
};

/** A recording proxy that is up. */
export type Proxy = {
  /** The proxy's address, without a slash at the end. */
  url: string;
  /** Ends the proxy, waits until the file is written, and gives back the proxy's log. */
  stop(): Promise<string>;
};

/** Starts `redocly proxy` on a free port and waits until it listens. @throws with the proxy's log when it does not come up in time. */
export async function startProxy({ target, har, timeout = 30_000 }: ProxyOptions): Promise<Proxy> {
  const child = redocly(["proxy", `--target=${target}`, `--har=${har}`, "--port=0"]);
  const tooLate = setTimeout(() => child.kill(), timeout);
  const url = await new Promise<string | undefined>((settle) => {
    const lines = createInterface({ input: child.all });
    lines.on("line", (line) => {
      const address = /^Proxy listening on (\S+)/.exec(line)?.[1];
      if (address !== undefined) settle(address);
    });
    lines.on("close", () => settle(undefined));
  });
  clearTimeout(tooLate);
  if (url === undefined) {
    const { all } = await child;
    throw new UserError(`The recording proxy did not come up:\n${withoutBanner(all)}`);
  }
  return {
    url,
    async stop() {
      child.kill("SIGTERM");
      return withoutBanner((await child).all);
    },
  };
}

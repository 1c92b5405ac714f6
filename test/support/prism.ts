import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { execa } from "execa";

const cli = createRequire(import.meta.url).resolve("@stoplight/prism-cli");

/** Starts plain Prism on a spec and waits until it listens. @throws with its log when it does not come up */
export async function startPrism(spec: string): Promise<{ url: string; stop(): Promise<void> }> {
  const options = {
    all: true,
    buffer: false,
    reject: false,
    stdin: "ignore",
    env: { FORCE_COLOR: "0" },
  } as const;
  const child = execa(process.execPath, [cli, "mock", "--multiprocess=false", "--port=0", spec], options);
  const stop = async () => {
    child.kill();
    await child;
  };
  const log: string[] = [];
  for await (const line of createInterface({ input: child.all })) {
    log.push(line);
    const url = /listening on (\S+)$/.exec(line)?.[1];
    if (url !== undefined) return { url, stop };
  }
  throw new Error(log.join("\n"));
}

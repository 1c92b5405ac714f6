import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** What a script does with its arguments. */
export type Main = (args: string[]) => Promise<unknown>;

/**
 * Runs a script when it is what Node was started with, not when it is imported. A failure is its message on stderr and
 * exit code 1.
 * @param url the script's `import.meta.url`
 */
export function runScript(url: string, main: Main): void {
  const [, started = "", ...args] = process.argv;
  // Node gives the real path in the URL, and the path as it was typed in the arguments.
  if (!started || realpathSync(started) !== fileURLToPath(url)) return;
  main(args).catch((error: unknown) => {
    report(error);
    process.exitCode = 1;
  });
}

/** Prints what went wrong, without a stack. */
export function report(error: unknown): void {
  console.error(error instanceof Error ? error.message : String(error));
}

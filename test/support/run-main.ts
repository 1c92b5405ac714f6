import { Readable } from "node:stream";
import { format } from "node:util";
import { vi } from "vitest";
import { type Main, report } from "../../scripts/lib/script.js";

/** The environment of a script. */
export interface Surroundings {
  /** Variables to set, or to remove where `undefined`. */
  env?: Record<string, string | undefined>;
  /** The input typed at the terminal; `undefined` for no terminal. */
  typed?: string | undefined;
}

/** The exit code and output of a script, without the last line break. */
export interface Ended {
  exitCode: 0 | 1;
  stdout: string;
  stderr: string;
}

/**
 * Runs a script's main in this process, which saves the second that a new process takes. Tests of exits and signals
 * start a process of their own.
 */
export async function runMain(
  main: Main,
  args: string[],
  { env = {}, typed }: Surroundings = {},
): Promise<Ended> {
  let [stdout, stderr] = ["", ""];
  const input = Object.assign(Readable.from(typed ? [typed] : []), { isTTY: typed !== undefined });
  const spies = [
    vi.spyOn(process, "stdin", "get").mockReturnValue(input as unknown as typeof process.stdin),
    vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
      stdout += chunk;
      return true;
    }),
    vi.spyOn(console, "log").mockImplementation((text) => {
      stdout += `${format(text)}\n`;
    }),
    vi.spyOn(console, "error").mockImplementation((text) => {
      stderr += `${format(text)}\n`;
    }),
  ];
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  let exitCode: Ended["exitCode"] = 0;
  try {
    await main(args);
  } catch (error) {
    exitCode = 1;
    report(error);
  } finally {
    for (const spy of spies) spy.mockRestore();
    vi.unstubAllEnvs();
  }
  return { exitCode, stdout: stdout.replace(/\n$/, ""), stderr: stderr.replace(/\n$/, "") };
}

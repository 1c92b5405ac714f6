import { openSync } from "node:fs";
import { ReadStream } from "node:tty";
import type { Surroundings } from "../surroundings.js";

/** The terminal of this process, also when standard input is something else; `undefined` without a terminal, and on Windows. */
export function openTerminal(): AsyncIterable<Uint8Array> | undefined {
  try {
    return new ReadStream(openSync("/dev/tty", "r"));
  } catch {
    return undefined;
  }
}

/** `true` if the terminal can overwrite a line. */
export function canRedraw({ stderr, env }: Pick<Surroundings, "stderr" | "env">): boolean {
  return stderr.isTTY === true && env.TERM !== "dumb";
}

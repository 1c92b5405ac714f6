import { openSync } from "node:fs";
import { ReadStream } from "node:tty";

/** The terminal of this process, wherever its standard input comes from; none where it has none, and on Windows. */
export function openTerminal(): AsyncIterable<Uint8Array> | undefined {
  try {
    return new ReadStream(openSync("/dev/tty", "r"));
  } catch {
    return undefined;
  }
}

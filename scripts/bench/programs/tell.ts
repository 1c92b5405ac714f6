import { writeSync } from "node:fs";

/** Prints the result for the parent process, and ends this process at once. */
export function tell(result: number): void {
  writeSync(1, JSON.stringify(result));
  process.kill(process.pid, "SIGKILL");
}

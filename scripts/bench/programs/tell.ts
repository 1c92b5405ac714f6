import { writeSync } from "node:fs";

/** Tells a result to the process that asked for it, and ends this one. */
export function tell(result: number): void {
  writeSync(1, JSON.stringify(result));
  process.kill(process.pid, "SIGKILL");
}

import { appendFileSync } from "node:fs";

/** What a process has taken so far. */
export interface MemoryRecord {
  pid: number;
  peakBytes: number;
  /** Whether the process is over, and its memory free for others. */
  isOver: boolean;
}

const file = process.env.PEAK_MEMORY_FILE;

function record(isOver: boolean): void {
  const { pid } = process;
  const line: MemoryRecord = { pid, peakBytes: process.resourceUsage().maxRSS * 1024, isOver };
  if (file) appendFileSync(file, `${JSON.stringify(line)}\n`);
}

// Loaded before a program and all its children: each says now and then, and at its end, how much memory it took.
setInterval(record, 50, false).unref();
process.on("exit", () => record(true));

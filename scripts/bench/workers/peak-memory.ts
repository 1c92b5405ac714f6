import { appendFileSync } from "node:fs";

const file = process.env.PEAK_MEMORY_FILE;

// Loaded before a program and all its children: each says at its end how much memory it took, in bytes.
process.on("exit", () => {
  if (file) appendFileSync(file, `${process.resourceUsage().maxRSS * 1024}\n`);
});

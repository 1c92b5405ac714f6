import { readFile, rm, writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { execa } from "execa";
import type { Bench } from "../support/measure.js";
import { fileIn } from "../support/peers.js";
import { type Summary, summarize } from "../support/statistics.js";
import { growSpec } from "../support/synthetic-spec.js";
import type { MemoryRecord } from "../workers/peak-memory.js";

/** What it takes to generate from a spec of so many operations. */
export interface Generation {
  operations: number;
  seconds: Summary;
  /** Peak of all processes together. */
  peakMebibytes: Summary;
}

const sizes = [1, 10, 100, 1_000];

/** Generates from specs of growing size, and tells the time and the memory of each. */
export async function generation({ node, quick, progress }: Bench): Promise<Generation[]> {
  const spec = JSON.parse(await readFile(fileIn("work/openapi.json"), "utf8"));
  const runs = sizes.map((operations) => ({ operations, seconds: [] as number[], peaks: [] as number[] }));
  const rounds = quick ? 1 : 3;
  for (const { operations } of runs) {
    await writeFile(
      fileIn(`work/spec-${operations}.json`),
      JSON.stringify(growSpec(spec, operations), null, 2),
    );
  }
  for (let round = 0; round < rounds; round++) {
    for (const { operations, seconds, peaks } of runs) {
      const run = await generateOnce(node, operations);
      seconds.push(run.seconds);
      peaks.push(run.peakMebibytes);
    }
    progress("Code generation", round + 1, rounds);
  }
  return runs.map(({ operations, seconds, peaks }) => ({
    operations,
    seconds: summarize(seconds),
    peakMebibytes: summarize(peaks),
  }));
}

async function generateOnce(node: string, operations: number) {
  const peakFile = fileIn("work/peak-memory.txt");
  await rm(peakFile, { force: true });
  const options = [
    "--spec",
    fileIn(`work/spec-${operations}.json`),
    "--out",
    fileIn(`work/generated-${operations}`),
  ];
  const { durationMs } = await execa(node, ["--import", "tsx", fileIn("../generate.ts"), ...options], {
    cwd: fileIn("../.."),
    env: {
      NODE_OPTIONS: `--import=${pathToFileURL(fileIn("work/js/workers/peak-memory.js")).href}`,
      PEAK_MEMORY_FILE: peakFile,
    },
  });
  const records: MemoryRecord[] = (await readFile(peakFile, "utf8"))
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  return { seconds: durationMs / 1_000, peakMebibytes: peakOfAll(records) / 1024 ** 2 };
}

/** The most bytes that the processes can have held at one time. */
function peakOfAll(records: MemoryRecord[]): number {
  const running = new Map<number, number>();
  let peak = 0;
  for (const { pid, peakBytes, isOver } of records) {
    running.set(pid, peakBytes);
    peak = Math.max(
      peak,
      [...running.values()].reduce((sum, bytes) => sum + bytes),
    );
    if (isOver) running.delete(pid);
  }
  return peak;
}

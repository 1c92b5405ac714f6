import { readFile, rm, writeFile } from "node:fs/promises";
import { execa } from "execa";
import { inTurn, type Measure, summarize } from "../measure.js";
import { fileIn, ours } from "../peers.js";

/** Loaded before a process and its children: each writes at its end how many KiB it took. */
const preload =
  'import{appendFileSync as a}from"node:fs";process.on("exit",()=>a(process.env.PEAKS,process.resourceUsage().maxRSS+"\\n"))';
const [spec, peaks] = [fileIn("work/spec.json"), fileIn("work/peaks.txt")];

/** What it takes to generate from contracts of growing size. */
export const generate: Measure = async ({ node, quick }) => {
  const contract = JSON.parse(await readFile(fileIn("work/openapi.json"), "utf8"));
  const figures = [];
  for (const operations of quick ? [1, 10] : [1, 10, 100, 1_000]) {
    await writeFile(spec, JSON.stringify(grow(contract, operations)));
    const mebibytes: number[] = [];
    const seconds = await inTurn([{ name: ours }], quick ? 1 : 3, async () => {
      await rm(peaks, { force: true });
      const args = [
        "--import=tsx",
        "scripts/generate.ts",
        `--spec=${spec}`,
        `--out=${fileIn("work/generated")}`,
      ];
      const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(preload)}`;
      const run = await execa(node, args, { cwd: fileIn("../.."), env: { NODE_OPTIONS, PEAKS: peaks } });
      const kibibytes = (await readFile(peaks, "utf8")).trim().split("\n").map(Number);
      mebibytes.push(Math.max(...kibibytes) / 1024);
      return run.durationMs / 1_000;
    });
    figures.push(
      { label: `Generating ${operations} (s)`, digits: 1, values: summarize(seconds) },
      {
        label: `Generating ${operations}, largest process (MiB)`,
        digits: 0,
        values: summarize({ [ours]: mebibytes }),
      },
    );
  }
  return figures;
};

/** A contract of many operations, which share their schemas. */
function grow(contract: { paths: object }, operations: number): object {
  const paths = Array.from({ length: operations }, (_, number) =>
    JSON.stringify(contract.paths)
      .replaceAll('"/', `"/${number}/`)
      .replaceAll(/"operationId":"/g, `$&a${number}_`)
      .slice(1, -1),
  );
  return { ...contract, paths: JSON.parse(`{${paths.join(",")}}`) };
}

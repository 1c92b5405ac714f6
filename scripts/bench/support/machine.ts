import { readFile } from "node:fs/promises";
import os from "node:os";
import { execa } from "execa";
import { fileIn } from "./peers.js";

/** Where and with what the benchmark was run. */
export interface Machine {
  cpu: string;
  cores: number;
  memoryGibibytes: number;
  system: string;
  /** Load average of the last minute before the run: what else the machine did. */
  load: number;
  versions: Record<string, string>;
}

/** Describes this machine, and the versions of all that is compared. */
export async function describeMachine(node: string): Promise<Machine> {
  const { stdout } = await execa(node, ["--version"]);
  const { version } = JSON.parse(await readFile(fileIn("../../package.json"), "utf8"));
  const { dependencies } = JSON.parse(await readFile(fileIn("package.json"), "utf8"));
  const { devDependencies } = JSON.parse(await readFile(fileIn("../../package.json"), "utf8"));
  return {
    cpu: os.cpus()[0]?.model ?? "unknown",
    cores: os.availableParallelism(),
    memoryGibibytes: Math.round(os.totalmem() / 1024 ** 3),
    system: `${os.type()} ${os.arch()}`,
    load: os.loadavg()[0] ?? 0,
    versions: {
      node: stdout.slice(1),
      "truto-crm-client": version,
      ...dependencies,
      "@redocly/cli": devDependencies["@redocly/cli"],
      esbuild: devDependencies.esbuild,
      typescript: devDependencies.typescript,
    },
  };
}

/** Says the machine and the versions in two lines. */
export function machineText({ cpu, cores, memoryGibibytes, system, load, versions }: Machine): string {
  const used = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const busy = load > 0.5 ? `; load ${load.toFixed(1)} before the run, so other programs were at work` : "";
  return `${cpu}, ${cores} cores, ${memoryGibibytes} GiB, ${system}${busy}\n${used.join(", ")}`;
}

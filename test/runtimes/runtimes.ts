import { readFileSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build } from "esbuild";
import { execa } from "execa";
import { withPage } from "../support/chromium.js";
import type { Results, Target } from "./suite.js";

/** One runtime that the suite is run on. */
export interface Runtime {
  /** Its name, with the version that is locked. */
  title: string;
  /** See {@link Target}. */
  tellsRefusal: boolean;
  /**
   * Runs the suite in a project of a user that has the package.
   * @throws when the runtime is missing, or does not end
   */
  run(project: string, target: Target): Promise<Results>;
  /** Runs a CommonJS module of this folder in the project, and gives what it printed as JSON. */
  runCommonJs?: (project: string, name: string) => Promise<unknown>;
}

/** This folder, where the runtimes are installed. */
export const folder = fileURLToPath(new URL(".", import.meta.url));

/** The whole suite takes seconds; a runtime that takes longer than this many ms hangs. */
const timeout = 60_000;

const { dependencies } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
const versionOf = (name: string): string => dependencies[name].replace("npm:node@", "");

/** Every runtime that the package supports. */
export const runtimes: Runtime[] = [
  ...[20, 22, 24, 26].map((major) => command("Node", `node-${major}`, "bin/node")),
  command("Bun", "bun", "bin/bun.exe", ["run", "--no-install"]),
  command("Deno", "deno", "deno", [
    ...["run", "--no-prompt", "--no-lock", "--node-modules-dir=manual"],
    ...["--allow-net=127.0.0.1", "--allow-read"],
  ]),
  { title: `workerd, miniflare ${versionOf("miniflare")}`, tellsRefusal: false, run: runInWorkerd },
  { title: "Chromium", tellsRefusal: false, run: runInChromium },
];

/** A runtime that runs a file as its users do: the installed package, not bundled. */
function command(title: string, name: string, binary: string, args: string[] = []): Runtime {
  return {
    title: `${title} ${versionOf(name)}`,
    // Bun and Deno connect again by themselves before they report a refused connection.
    tellsRefusal: title === "Node",
    async run(project, target) {
      const file = join(project, "command.js");
      await bundle({
        entryPoints: [join(folder, "command.js")],
        format: "esm",
        outfile: file,
        external: ["node:*", "truto-crm-client", "truto-crm-client/*"],
      });
      return runProcess(installed(name, binary), [...args, file, JSON.stringify(target)], project);
    },
    async runCommonJs(project, file) {
      await copyFile(join(folder, file), join(project, file));
      return runProcess(installed(name, binary), [...args, file], project);
    },
  };
}

function installed(name: string, path: string): string {
  return join(folder, "node_modules", name, path);
}

/** Runs a process that prints JSON; it must end by itself. */
async function runProcess<T>(binary: string, args: string[], cwd: string, input = ""): Promise<T> {
  const { stdout } = await execa(binary, args, { cwd, input, timeout });
  return JSON.parse(stdout);
}

/** Miniflare asks for a newer Node than the tools of this package do. */
async function runInWorkerd(project: string, target: Target): Promise<Results> {
  const worker = await bundle({
    entryPoints: [join(folder, "worker.js")],
    format: "esm",
    nodePaths: [join(project, "node_modules")],
  });
  return runProcess(installed("node-24", "bin/node"), ["workerd.js", JSON.stringify(target)], folder, worker);
}

/** Runs the suite in a page of another origin than the server's, as an app's page would be. */
async function runInChromium(project: string, target: Target): Promise<Results> {
  const content = await bundle({
    entryPoints: [join(folder, "page.js")],
    format: "iife",
    nodePaths: [join(project, "node_modules")],
  });
  return withPage(async (page) => {
    await page.goto(target.url.replace("127.0.0.1", "localhost"));
    await page.addScriptTag({ content });
    return await page.evaluate(`runSuite(${JSON.stringify(target)})`);
  }, timeout);
}

async function bundle(options: BuildOptions): Promise<string> {
  const { outputFiles } = await build({ ...options, bundle: true, write: "outfile" in options });
  return outputFiles?.[0]?.text ?? "";
}

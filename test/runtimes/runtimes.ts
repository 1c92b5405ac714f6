import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build } from "esbuild";
import { execa } from "execa";
import { chromium } from "playwright-core";
import { chromiumLaunchOptions, ensureChromium } from "../support/chromium.js";

/** What the suite needs to know. */
export interface Target {
  /** Address of the scripted server. */
  baseUrl: string;
  /** Address where nothing listens. */
  refusedUrl: string;
  /** Whether the runtime tells a refused connection from a lost one. */
  tellsRefusal: boolean;
}

/** A check of the suite, with its problem if it failed. */
export interface CheckResult {
  name: string;
  problem?: string;
}

/** One runtime that the suite is run on. */
export interface Runtime {
  /** Name in the table. */
  title: string;
  tellsRefusal: boolean;
  /** Gives the runtime's version. @throws Error when the runtime can't be had. */
  version(): Promise<string>;
  /** Runs the suite. @throws Error when it does not come to its end. */
  run(target: Target): Promise<CheckResult[]>;
}

/** This folder, where the runtimes are installed. */
export const folder = fileURLToPath(new URL(".", import.meta.url));

/** The whole suite takes seconds; a runtime that takes longer than this many ms hangs. */
const timeout = 60_000;

/** The runtimes by the names that `--only` takes. */
export const runtimes: Record<string, Runtime> = {
  node20: node(20),
  node22: node(22),
  node24: node(24),
  node26: node(26),
  bun: command("Bun", "bun/bin/bun.exe", ["run", "--no-install"], true),
  deno: command("Deno", "deno/deno", ["run", "--no-prompt", "--no-lock", "--allow-net=127.0.0.1"], true),
  workerd: { title: "workerd", tellsRefusal: false, version: workerdVersion, run: runInWorkerd },
  chromium: { title: "Chromium", tellsRefusal: false, version: chromiumVersion, run: runInChromium },
};

function node(major: number): Runtime {
  return command(`Node ${major}`, `node-${major}/bin/node`, [], true);
}

/** A runtime that runs a file as its users do: the built package, not bundled. */
function command(title: string, binary: string, args: string[], tellsRefusal: boolean): Runtime {
  const path = installed(binary);
  return {
    title,
    tellsRefusal,
    version: () => printedVersion(path),
    run: (target) => runProcess(path, [...args, "command.js", JSON.stringify(target)]),
  };
}

function installed(path: string): string {
  return `${folder}node_modules/${path}`;
}

async function printedVersion(binary: string): Promise<string> {
  const { stdout } = await execa(binary, ["--version"], { timeout });
  return stdout.match(/\d+(\.\d+)+/)?.[0] ?? stdout;
}

/** Runs a process that prints the results; it must end by itself. */
async function runProcess(binary: string, args: string[], input = ""): Promise<CheckResult[]> {
  const { stdout } = await execa(binary, args, { cwd: folder, input, timeout });
  return JSON.parse(stdout);
}

async function workerdVersion(): Promise<string> {
  return JSON.parse(await readFile(installed("workerd/package.json"), "utf8")).version;
}

/** Miniflare asks for a newer Node than the tools of this package do. */
async function runInWorkerd(target: Target): Promise<CheckResult[]> {
  const worker = await bundle({ entryPoints: [`${folder}worker.js`], format: "esm" });
  return runProcess(installed("node-24/bin/node"), ["workerd.js", JSON.stringify(target)], worker);
}

async function chromiumVersion(): Promise<string> {
  await ensureChromium();
  return printedVersion(chromiumLaunchOptions.executablePath);
}

/** Runs the suite in a page of another origin than the server's, as an app's page would be. */
async function runInChromium(target: Target): Promise<CheckResult[]> {
  const content = await bundle({ entryPoints: [`${folder}suite.js`], format: "iife", globalName: "suite" });
  const browser = await chromium.launch(chromiumLaunchOptions);
  const hang = setTimeout(() => browser.close({ reason: `not done within ${timeout} ms` }), timeout);
  try {
    const page = await browser.newPage();
    await page.goto(target.baseUrl.replace("127.0.0.1", "localhost"));
    await page.addScriptTag({ content });
    return await page.evaluate(`suite.runSuite(${JSON.stringify(target)})`);
  } finally {
    clearTimeout(hang);
    await browser.close();
  }
}

async function bundle(options: BuildOptions): Promise<string> {
  const { outputFiles } = await build({ ...options, bundle: true, write: false });
  return outputFiles?.[0]?.text ?? "";
}

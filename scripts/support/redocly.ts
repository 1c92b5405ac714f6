import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** A mistake in the spec that Redocly found. */
export type SpecProblem = {
  /** The file, relative to the working directory. */
  file: string;
  /** The line in that file, counted from 1. */
  line: number;
  /** What is wrong, in one sentence. */
  message: string;
};

type LintReport = {
  problems: {
    severity: "error" | "warn";
    message: string;
    location: { source: { ref: string }; start?: { line: number } }[];
  }[];
};

const root = fileURLToPath(new URL("../..", import.meta.url));
const cli = join(createRequire(import.meta.url).resolve("@redocly/cli/package.json"), "../bin/cli.js");

/** Runs the Redocly CLI under the repository's `redocly.yaml`, without telemetry and without its update check. */
function redocly(args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = {
    ...process.env,
    REDOCLY_TELEMETRY: "off",
    REDOCLY_SUPPRESS_UPDATE_NOTICE: "true",
    NO_COLOR: "1",
  };
  return new Promise((done) => {
    const argv = [cli, ...args, `--config=${join(root, "redocly.yaml")}`];
    execFile(process.execPath, argv, { env, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      done({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr });
    });
  });
}

/** Lints a spec and lists every error and warning. @throws when Redocly itself fails. */
export async function lintSpec(spec: string): Promise<SpecProblem[]> {
  const { stdout, stderr } = await redocly(["lint", spec, "--format=json"]);
  if (!stdout.trimStart().startsWith("{"))
    throw new Error(`Redocly could not lint ${spec}: ${stderr.trim()}`);
  const report: LintReport = JSON.parse(stdout);
  return report.problems.map(({ message, location }) => ({
    file: relative(process.cwd(), resolve(location[0]?.source.ref ?? spec)),
    line: location[0]?.start?.line ?? 1,
    message: message.trim(),
  }));
}

/** Joins a multi-file spec into one document whose references are all internal. @throws when a file is missing. */
export async function bundleSpec(spec: string): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), "truto-spec-"));
  try {
    const output = join(folder, "bundle.json");
    const { code, stderr } = await redocly(["bundle", spec, `--output=${output}`]);
    if (code !== 0) throw new Error(`Redocly could not bundle ${spec}: ${stderr.trim()}`);
    return JSON.parse(await readFile(output, "utf8"));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

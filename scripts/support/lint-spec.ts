import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { LineCounter, parseDocument } from "yaml";

/** A mistake in the spec. */
export type SpecProblem = {
  /** The file, relative to the working directory. */
  file: string;
  /** The line in that file, counted from 1. */
  line: number;
  /** What is wrong, in one sentence. */
  message: string;
};

type LintReport = {
  problems: { message: string; location: { source: { ref: string }; start?: { line: number } }[] }[];
};

const config = fileURLToPath(new URL("../../redocly.yaml", import.meta.url));
const cli = join(createRequire(import.meta.url).resolve("@redocly/cli/package.json"), "../bin/cli.js");

/** Runs the Redocly CLI under the repository's `redocly.yaml`, without telemetry and without its update check. */
function redocly(args: string[]): Promise<{ stdout: string; stderr: string }> {
  const env = {
    ...process.env,
    REDOCLY_TELEMETRY: "off",
    REDOCLY_SUPPRESS_UPDATE_NOTICE: "true",
    NO_COLOR: "1",
  };
  return new Promise((done) => {
    execFile(
      process.execPath,
      [cli, ...args, `--config=${config}`],
      { env, maxBuffer: 2 ** 26 },
      (_exit, stdout, stderr) => done({ stdout, stderr: withoutBanner(stderr) }),
    );
  });
}

/** Drops the box in which Redocly announces the end of its support for a Node version. */
function withoutBanner(stderr: string): string {
  return stderr.replace(/^\s*[╔║╚].*\n/gm, "").trim();
}

function problem(file: string, line: number, message: string): SpecProblem {
  return { file: relative(process.cwd(), resolve(file)), line, message: message.trim() };
}

/** Lists every error and warning of a spec. @throws when the file can't be read or Redocly itself fails. */
export async function lintSpec(file: string): Promise<SpecProblem[]> {
  // Redocly reports a syntax error in a referenced file as a problem, but gives up on one in the root file.
  const lines = new LineCounter();
  const [syntaxError] = parseDocument(await readFile(file, "utf8"), {
    lineCounter: lines,
    prettyErrors: false,
  }).errors;
  if (syntaxError !== undefined) {
    return [problem(file, lines.linePos(syntaxError.pos[0]).line, syntaxError.message)];
  }
  const { stdout, stderr } = await redocly(["lint", file, "--format=json"]);
  if (!stdout.startsWith("{")) throw new Error(`Redocly could not lint ${file}: ${stderr}`);
  const { problems }: LintReport = JSON.parse(stdout);
  return problems.map(({ message, location: [where] }) =>
    problem(where?.source.ref ?? file, where?.start?.line ?? 1, message),
  );
}

import { readFile } from "node:fs/promises";
import { relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { LineCounter, parseDocument } from "yaml";
import { redocly, withoutBanner } from "../lib/redocly.js";
import { UserError } from "../lib/script.js";

/** A mistake in the spec. */
export type SpecProblem = {
  /** The file, relative to the working directory. */
  file: string;
  /** The line in that file, counted from 1. */
  line: number;
  /** The problem, in one sentence. */
  message: string;
};

type LintReport = {
  problems: { message: string; location: { source: { ref: string }; start?: { line: number } }[] }[];
};

function problem(file: string, line: number, message: string): SpecProblem {
  return { file: relative(process.cwd(), resolve(file)), line, message: message.trim() };
}

/** The rules for any OpenAPI document, without the rules of this contract. */
const validOnly = fileURLToPath(new URL("../redocly/valid.yaml", import.meta.url));

/** `true` for the contract of this project. The house rules apply only to it. */
export function isOwnContract(file: string): boolean {
  return resolve(file) === resolve("openapi/openapi.yaml");
}

/** Lists every error and warning of a spec. @throws when the file can't be read or Redocly itself fails. */
export async function lintSpec(file: string): Promise<SpecProblem[]> {
  const args = ["lint", file, "--format=json", `--max-problems=${Number.MAX_SAFE_INTEGER}`];
  const { stdout, stderr } = await redocly(args, isOwnContract(file) ? undefined : validOnly);
  if (!stdout.startsWith("{")) {
    const error = await syntaxError(file);
    if (error !== undefined) return [error];
    throw new UserError(`Redocly could not lint ${file}: ${withoutBanner(stderr)}`);
  }
  const { problems }: LintReport = JSON.parse(stdout);
  return problems.map(({ message, location: [where] }) =>
    problem(where?.source.ref ?? file, where?.start?.line ?? 1, message),
  );
}

/** Finds a syntax error in the root file. Redocly reports one in a referenced file only, and fails for the root file. */
async function syntaxError(file: string): Promise<SpecProblem | undefined> {
  const lineCounter = new LineCounter();
  const text = await readFile(file, "utf8");
  const [error] = parseDocument(text, { lineCounter, prettyErrors: false }).errors;
  return error && problem(file, lineCounter.linePos(error.pos[0]).line, error.message);
}

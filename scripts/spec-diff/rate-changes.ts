import { fileURLToPath } from "node:url";
import { redocly, withoutBanner } from "../lib/redocly.js";
import { UserError } from "../lib/script.js";

const config = fileURLToPath(new URL("../redocly/diff.yaml", import.meta.url));

/** The differences between a contract and its last release. */
export type Changes = {
  /** Every change with its impact, and the number of changes of each impact. */
  report: string;
  /** The reason why `info.version` must change, in one sentence; `undefined` if it may stay. */
  problem: string | undefined;
};

/**
 * Rates the changes from one bundled contract to another by semver.
 * @throws when a file can't be read or compared
 */
export async function rateChanges(released: string, working: string): Promise<Changes> {
  const { stdout, problem } = await diff(released, working, "--check-version");
  // These two rules only set the rating. Their messages explain nothing.
  return { report: stdout.replace(/^.*\(contract\/(not-breaking|documentation)\)\n/gm, "").trim(), problem };
}

/**
 * Compares one bundled contract with another, as Redocly prints it.
 * @param option an option of `redocly diff`
 * @throws when a file can't be read or compared
 */
export async function diff(released: string, working: string, option: string) {
  // A major change is allowed in a major version, so only a version that is too low fails.
  const { exitCode, stdout, stderr } = await redocly(
    ["diff", released, working, option, "--fail-on=none"],
    config,
  );
  const problem = /^❌ (info\.version .*)$/m.exec(stderr)?.[1];
  if (exitCode !== 0 && problem === undefined) {
    const reason = withoutBanner(stderr).replace(/^An unexpected error .*\n|^ +at .*\n?/gm, "");
    throw new UserError(`Redocly could not compare ${released} with ${working}: ${reason.trim()}`);
  }
  return { stdout, problem };
}

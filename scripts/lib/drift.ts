import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { redocly, withoutBanner } from "./redocly.js";
import { UserError } from "./script.js";

/** What to compare. */
export type DriftOptions = {
  /** The contract, one file. */
  spec: string;
  /** The recorded traffic, a HAR. */
  har: string;
  /** The address that the traffic was sent on to; it stands for the contract's servers. */
  server: string;
  /** An empty folder for Redocly's reports. */
  folder: string;
};

/** A part of the contract that traffic may exercise, as `redocly drift` names it. */
export type CoverageItem =
  | { kind: "operation" }
  | { kind: "parameter"; name: string; in: string }
  | { kind: "response"; status: string }
  | { kind: "property"; target: "request"; path: string }
  | { kind: "property"; target: "response"; status: string; path: string };

/** What part of an operation the traffic exercised. */
export type OperationCoverage = { operationId: string; covered: CoverageItem[]; missing: CoverageItem[] };

/** How traffic and contract differ. */
export type Drift = {
  /** Each difference above `info`, in one sentence. */
  findings: string[];
  operations: OperationCoverage[];
};

/** Compares recorded traffic with the contract. @throws with Redocly's log when there is nothing to compare. */
export async function drift({ spec, har, server, folder }: DriftOptions): Promise<Drift> {
  const [report, coverage] = [join(folder, "drift.json"), join(folder, "coverage.json")];
  const { all } = await redocly([
    "drift",
    har,
    `--api=${spec}`,
    `--server=${server}`,
    // Info is about headers that HTTP clients add by themselves.
    "--min-severity=warning",
    "--format=json",
    `--output=${report}`,
    `--coverage-output=${coverage}`,
  ]);
  try {
    const { problems }: { problems: { message: string }[] } = JSON.parse(await readFile(report, "utf8"));
    const { operations }: Pick<Drift, "operations"> = JSON.parse(await readFile(coverage, "utf8"));
    return { findings: problems.map(({ message }) => message), operations };
  } catch {
    throw new UserError(`Redocly could not compare the traffic with the contract:\n${withoutBanner(all)}`);
  }
}

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type HarEntry, harOf } from "./record.js";
import { redocly, withoutBanner } from "./redocly.js";
import { UserError } from "./script.js";
import { withTemporaryFolder } from "./temporary-folder.js";

/** The inputs of the comparison. */
export type DriftOptions = {
  /** The contract as JSON, one document. */
  contract: string;
  /** The recorded calls. */
  entries: HarEntry[];
  /** The address to which they were sent, in place of the contract's servers. */
  server: string;
};

/** A part of the contract that traffic may exercise, as `redocly drift` names it. */
export type CoverageItem =
  | { kind: "operation" }
  | { kind: "parameter"; name: string; in: string }
  | { kind: "response"; status: string }
  | { kind: "property"; target: "request"; path: string }
  | { kind: "property"; target: "response"; status: string; path: string };

/** The part of an operation that the traffic exercised. */
export type OperationCoverage = { operationId: string; covered: CoverageItem[]; missing: CoverageItem[] };

/** The differences between traffic and contract. */
export type Drift = {
  /** Each difference above `info`, in one sentence. */
  findings: string[];
  operations: OperationCoverage[];
};

/** Compares recorded calls with the contract. @throws with Redocly's log when there is nothing to compare */
export function drift({ contract, entries, server }: DriftOptions): Promise<Drift> {
  return withTemporaryFolder(async (folder) => {
    const file = (name: string) => join(folder, name);
    await writeFile(file("openapi.json"), contract);
    await writeFile(file("calls.har"), harOf(entries));
    const { all } = await redocly([
      ...["drift", file("calls.har"), `--api=${file("openapi.json")}`, `--server=${server}`],
      // Info is about headers that HTTP clients add by themselves.
      ...["--min-severity=warning", "--format=json"],
      ...[`--output=${file("drift.json")}`, `--coverage-output=${file("coverage.json")}`],
    ]);
    try {
      const { problems }: { problems: { message: string }[] } = JSON.parse(
        await readFile(file("drift.json"), "utf8"),
      );
      const { operations }: Pick<Drift, "operations"> = JSON.parse(
        await readFile(file("coverage.json"), "utf8"),
      );
      return { findings: problems.map(({ message }) => message), operations };
    } catch {
      throw new UserError(`Redocly could not compare the traffic with the contract:\n${withoutBanner(all)}`);
    }
  });
}

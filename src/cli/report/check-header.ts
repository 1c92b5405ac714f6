import { Refusal } from "../refusal.js";
import type { Header } from "./entry.js";

/**
 * Compares the header of a report with that of the run that is to resume it.
 * @param input the name of the run's input
 * @throws {Refusal} if it is of another run
 */
export function checkHeader(path: string, found: Header, header: Header, input: string): void {
  const { account, baseUrl, sha256, ids } = header;
  const problems = [
    found.account !== account && `it is of account ${JSON.stringify(found.account)}, not ${account}`,
    found.baseUrl !== baseUrl && `it is of a run at ${JSON.stringify(found.baseUrl)}, not ${baseUrl}`,
    (found.sha256 !== sha256 || found.ids !== ids) &&
      `it is of another input than ${input} is now (by its SHA-256): give that input again, or another report`,
  ].filter((problem) => typeof problem === "string");
  if (problems.length > 0) {
    throw new Refusal(...problems.map((problem) => `${path} is the report of another run: ${problem}`));
  }
}

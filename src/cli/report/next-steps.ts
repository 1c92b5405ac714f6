import { count, printable } from "../text.js";
import type { Summary } from "./summary.js";

/**
 * Sentences on what to do now.
 * @param account the account, which may be wrong if every contact was gone
 * @param command the command that resumes the run, in words
 */
export function nextSteps(
  { ids, left, gone, reasons }: Summary,
  account: string,
  command = "the same command",
): string[] {
  const final = reasons.filter(({ again }) => !again);
  const sum = (outcome: string) =>
    final.reduce((total, reason) => total + (reason.outcome === outcome ? reason.count : 0), 0);
  const [failed, unknown] = [sum("failed"), sum("unknown")];
  const steps = [
    left > 0 && `${left} left: ${command} sends ${them(left)}.`,
    unknown > 0 &&
      `${unknown} may be deleted, although a later answer was no success: look at ${them(unknown)} in the CRM.`,
    failed + unknown > 0 &&
      `Once the cause is fixed, ${command} with --retry-failed sends ${count(failed + unknown, "contact")} again.`,
    gone === ids &&
      gone > 0 &&
      `Every contact was gone, and none deleted: is ${printable(account)} the right account, and are the ids those of the CRM?`,
  ];
  return steps.filter((step) => typeof step === "string");
}

function them(number: number): string {
  return number === 1 ? "it" : "them";
}

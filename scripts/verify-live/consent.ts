import { once } from "node:events";
import { createInterface } from "node:readline/promises";
import { UserError } from "../lib/script.js";

/** Reads the credentials of a live delete. @throws naming the variables that are missing. */
export function readCredentials(environment: NodeJS.ProcessEnv) {
  const { TRUTO_API_TOKEN: token, TRUTO_INTEGRATED_ACCOUNT_ID: account } = environment;
  const missing = Object.entries({ TRUTO_API_TOKEN: token, TRUTO_INTEGRATED_ACCOUNT_ID: account })
    .filter(([, value]) => !value)
    .map(([name]) => name);
  if (!token || !account) throw new UserError(`Set ${missing.join(" and ")}: a live delete needs it.`);
  return { token, account };
}

/** Asks on the terminal; only `y` and `yes` are a yes. @throws when there is no terminal. */
export async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) throw new UserError("Add --yes: there is no terminal to ask on.");
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  // Ctrl-C and Ctrl-D close the interface without an answer.
  const closed = once(terminal, "close").then(() => "");
  const answer = await Promise.race([terminal.question(question), closed]);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

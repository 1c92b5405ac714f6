import { checkToken } from "../options/resolve.js";
import type { Call } from "./call.js";
import type { Deadline } from "./deadline.js";
import { callerError } from "./fail.js";

/** How many tokens of a function are remembered: more than one only where calls overlap a refresh. */
const remembered = 4;

/** The last tokens that a function gave: when it fails, its error may name the one before. */
const lastTokens = new WeakMap<object, readonly string[]>();

/** The token for the next attempt, noted among those that must not show. */
export async function tokenFor(call: Call, deadline: Deadline): Promise<string> {
  const { token } = call.client;
  const current = typeof token === "string" ? token : await deadline.race(askToken(call, token));
  call.tokens.push(current);
  return current;
}

async function askToken(call: Call, ask: () => unknown): Promise<string> {
  let token: unknown;
  try {
    token = await ask();
  } catch (thrown) {
    call.tokens.push(...(lastTokens.get(ask) ?? []));
    throw callerError(call, "token", thrown);
  }
  checkToken(token, call);
  const others = (lastTokens.get(ask) ?? []).filter((other) => other !== token);
  lastTokens.set(ask, [token, ...others].slice(0, remembered));
  return token;
}

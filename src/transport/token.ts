import type { ResolvedOptions } from "../options/resolve.js";
import { checkToken } from "../options/resolve.js";
import type { Call } from "./call.js";
import type { Deadline } from "./deadline.js";
import { callerError } from "./fail.js";

/** How many tokens of a client are remembered: more than one only where calls overlap a refresh. */
const remembered = 4;

/** The last tokens that each client's function gave: when it fails, its error may name the one before. */
const lastTokens = new WeakMap<ResolvedOptions, readonly string[]>();

/** The token for the next attempt, noted among those that must not show. */
export async function tokenFor(call: Call, deadline: Deadline): Promise<string> {
  const { token } = call.client;
  const current = typeof token === "string" ? token : await deadline.race(askToken(call, token));
  call.tokens.push(current);
  return current;
}

async function askToken(call: Call, ask: () => unknown): Promise<string> {
  const earlier = lastTokens.get(call.client) ?? [];
  let token: unknown;
  try {
    token = await ask();
  } catch (thrown) {
    call.tokens.push(...earlier);
    throw callerError(call, "token", thrown);
  }
  checkToken(token, call);
  const others = (lastTokens.get(call.client) ?? []).filter((other) => other !== token);
  lastTokens.set(call.client, [token, ...others].slice(0, remembered));
  return token;
}

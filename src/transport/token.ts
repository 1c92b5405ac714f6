import { checkToken } from "../options/resolve.js";
import type { Call } from "./call.js";
import type { Deadline } from "./deadline.js";
import { callerError } from "./fail.js";

/** Number of remembered tokens of a function; calls that overlap a refresh need more than one. */
const remembered = 4;

/** The last tokens of a function: its error may quote an earlier one. */
const lastTokens = new WeakMap<object, readonly string[]>();

/** Gets the token for the next attempt, and adds it to the tokens to redact. */
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

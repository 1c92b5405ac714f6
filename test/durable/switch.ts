import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Answer, write } from "../support/truth-answers.js";

/** A server that gives every request the same answer. A test can change the answer. */
export interface Switch extends AsyncDisposable {
  /** The address for `--base-url`. */
  readonly url: string;
  answer: Answer;
  /** Other answers for single accounts. */
  readonly answers: Map<string, Answer>;
  /** The Idempotency-Keys that arrived. */
  readonly keys: string[];
}

/** Starts it on a free port of this machine. */
export async function startSwitch(answer: Answer): Promise<Switch> {
  const server = createServer((request, response) => {
    state.keys.push(String(request.headers["idempotency-key"]));
    const account = new URL(request.url ?? "", "http://host").searchParams.get("integrated_account_id");
    write(response, state.answers.get(account ?? "") ?? state.answer);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const state: Switch = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answer,
    answers: new Map(),
    keys: [],
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
    },
  };
  return state;
}

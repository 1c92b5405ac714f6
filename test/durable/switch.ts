import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Answer, write } from "../support/truth-answers.js";

/** A server that answers every request alike, until it is told another answer. */
export interface Switch extends AsyncDisposable {
  /** For `--base-url`. */
  readonly url: string;
  answer: Answer;
  /** The Idempotency-Keys that arrived. */
  readonly keys: string[];
}

/** Starts one on a free port of this machine. */
export async function startSwitch(answer: Answer): Promise<Switch> {
  const server = createServer((request, response) => {
    state.keys.push(String(request.headers["idempotency-key"]));
    write(response, state.answer);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const state: Switch = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answer,
    keys: [],
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
    },
  };
  return state;
}

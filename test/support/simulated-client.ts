import { createTrutoClient, type TrutoClientOptions } from "../../src/index.js";
import type { VirtualClock } from "./virtual-clock.js";

/** A request that came to a simulated server. */
export interface SimulatedRequest {
  id: string;
  account: string;
  key: string;
  /** Time of arrival, in ms of the clock. */
  at: number;
  /** Requests for this contact before this one. */
  before: number;
}

/** A simulated server's answer: a status and a body, a lost connection, or silence. */
export type SimulatedAnswer =
  | { status: number; body?: unknown; headers?: Record<string, string>; delay?: number }
  | "lost"
  | "silence";

/** A success, and errors as Truto writes them, of its own and of the CRM. */
export const done: SimulatedAnswer = { status: 204 };
export function trutoError(status: number, headers: Record<string, string> = {}): SimulatedAnswer {
  return { status, headers, body: { statusCode: status, error: "Error", message: "No." } };
}
export function crmError(status: number): SimulatedAnswer {
  const remote = { truto_is_remote_error: true, raw_response: { message: "No." } };
  return { status, body: { statusCode: status, error: "Error", message: "No.", ...remote } };
}

/** A client whose server is a function, on a virtual clock. Requests arrive at once, and answers take `delay` ms. */
export function createSimulatedClient(
  clock: VirtualClock,
  answer: (request: SimulatedRequest) => SimulatedAnswer,
  options: Partial<TrutoClientOptions<string>> = {},
) {
  const requests: SimulatedRequest[] = [];
  const counts = new Map<string, number>();
  const truto = createTrutoClient({
    token: "t",
    integratedAccountId: "a",
    async fetch(url, { headers }) {
      const { pathname, searchParams } = new URL(url);
      const id = decodeURIComponent(pathname.split("/").pop() ?? "");
      const before = counts.get(id) ?? 0;
      counts.set(id, before + 1);
      const account = searchParams.get("integrated_account_id") ?? "";
      const request = { id, account, key: headers["idempotency-key"] ?? "", at: clock.now, before };
      requests.push(request);
      const reply = answer(request);
      if (reply === "silence") return await new Promise<never>(() => {});
      await clock.sleep(typeof reply === "string" ? 20 : (reply.delay ?? 20));
      if (reply === "lost") throw new TypeError("terminated");
      const body = reply.body === undefined ? null : JSON.stringify(reply.body);
      return new Response(body, { status: reply.status, headers: reply.headers ?? {} });
    },
    ...options,
  });
  return { truto, requests };
}

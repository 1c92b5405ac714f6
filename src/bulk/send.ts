import { TrutoError } from "../errors.js";
import type { RequestOptions } from "../options/types.js";
import { onSendName } from "../transport/call.js";
import type { DeleteContactsQuery, RunClient } from "./types.js";

/**
 * Sends one request to delete a contact. Resolves to the answer or the error, and never rejects.
 * @param onSend called right before the request is sent, if the client supports it
 */
export async function send(
  truto: RunClient,
  id: string,
  query: DeleteContactsQuery<string>,
  key: string,
  timeout: RequestOptions["timeout"],
  onSend?: () => void,
): Promise<{ answer: unknown } | { error: TrutoError }> {
  const options = { timeout, maxRetries: 0, headers: { "idempotency-key": key }, [onSendName]: onSend };
  try {
    return { answer: await truto.contacts.delete(id, query, options) };
  } catch (thrown) {
    if (thrown instanceof TrutoError) return { error: thrown };
    // A client that is a stand-in may throw anything.
    const outcome = { attempts: 1, mayHaveBeenApplied: true };
    return { error: new TrutoError("the client failed: see cause", outcome, { cause: thrown }) };
  }
}

import type { FailedRequest, Outcome } from "../errors.js";
import type { ResolvedOptions } from "../options/resolve.js";

/**
 * Names the function that a run puts into a call's options, to be called right before each attempt is sent: the wait for a token comes
 * before that. Every copy of this package finds it, and a wrapper that hands the options on need not know of it.
 */
export const onSendName = Symbol.for("truto-crm-client.onSend");

/** Advice for an error by its status; a range such as 5XX is under its first digit. */
export type Hints = Readonly<Record<number, string>>;

/** A request as a face gives it to the transport. */
export interface ApiRequest {
  /** Its name in messages, such as `DELETE /unified/crm/contacts/{id}`. */
  readonly name: string;
  readonly method: string;
  readonly url: string;
  /** The URL's path alone. */
  readonly path: string;
  readonly body?: ArrayBuffer | undefined;
  /** Statuses that the contract names as a success, ranges as in {@link Hints}; every 2xx where it is not asked. */
  readonly successes?: readonly number[] | undefined;
  /** What to do about an error of Truto, and about one of the CRM. */
  readonly hints?: Hints | undefined;
  readonly remoteHints?: Hints | undefined;
}

/** A call under way: what all its attempts share, and how far it has come. */
export interface Call extends ApiRequest, Outcome {
  readonly client: ResolvedOptions;
  readonly headers: Record<string, string>;
  readonly signal: AbortSignal | undefined;
  /** Milliseconds for one attempt. */
  readonly timeout: number;
  /** Whether the server may be asked twice, as far as the method or the caller's own key can tell. */
  readonly isRepeatable: boolean;
  readonly request: FailedRequest;
  /** Called right before each attempt is sent. */
  readonly onSend: (() => void) | undefined;
  /** Every token used so far: none may show in an error. */
  readonly tokens: string[];
  attempts: number;
  mayHaveBeenApplied: boolean;
}

/** Whether a method changes nothing on the server. @see https://www.rfc-editor.org/rfc/rfc9110#name-safe-methods */
export function isSafe(method: string): boolean {
  return /^(GET|HEAD|OPTIONS)$/i.test(method);
}

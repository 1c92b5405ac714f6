import type { FailedRequest, Outcome } from "../errors.js";
import type { ResolvedOptions } from "../options/resolve.js";

/**
 * The key of an internal option of a call: a function that is called right before each attempt is sent, after the wait
 * for the token. The symbol is the same in every copy of this package, and a wrapper of the client passes it on.
 */
export const onSendName = Symbol.for("truto-crm-client.onSend");

/** Advice for an error by its status; a range such as 5XX is under its first digit. */
export type Hints = Readonly<Record<number, string>>;

/** A request of `contacts.*` or of `createTrutoApi`, ready for the transport. */
export interface ApiRequest {
  /** Its name in messages, such as `DELETE /unified/crm/contacts/{id}`. */
  readonly name: string;
  readonly method: string;
  readonly url: string;
  /** The URL's path alone. */
  readonly path: string;
  readonly body?: ArrayBuffer | undefined;
  /** Further options for `fetch`. */
  readonly fetchOptions?: object;
  /** The contract's success statuses, ranges as in {@link Hints}; `undefined` for every 2xx. */
  readonly successes?: readonly number[] | undefined;
  /** The advice for errors of Truto and for errors of the CRM. */
  readonly hints?: Hints | undefined;
  readonly remoteHints?: Hints | undefined;
}

/** The state that all attempts of a call share. */
export interface Call extends ApiRequest, Outcome {
  readonly client: ResolvedOptions;
  readonly headers: Record<string, string>;
  readonly signal: AbortSignal | undefined;
  /** Milliseconds for one attempt. */
  readonly timeout: number;
  /** `true` if the method or the caller's own key makes a repetition safe. */
  readonly isRepeatable: boolean;
  readonly request: FailedRequest;
  /** Called right before each attempt is sent. */
  readonly onSend: (() => void) | undefined;
  /** Every token used so far, to redact in errors. */
  readonly tokens: string[];
  attempts: number;
  mayHaveBeenApplied: boolean;
}

/** `true` for a method that changes nothing on the server. @see https://www.rfc-editor.org/rfc/rfc9110#name-safe-methods */
export function isSafe(method: string): boolean {
  return /^(GET|HEAD|OPTIONS)$/i.test(method);
}

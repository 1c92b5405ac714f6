import type { DeleteContactQuery } from "../contact-types.js";
import type { TrutoError } from "../errors.js";
import type { RequestOptions } from "../options/types.js";
import type { Limits } from "./limits.js";

/** The outcome of one id; every id that was taken from `ids` has exactly one. */
export type DeleteOutcome = {
  /** The contact's id, as it came. */
  id: string;
  /** Its place in `ids`, from 0. */
  index: number;
  /** Requests sent or tried for it. */
  attempts: number;
  /** The id in the response, if it differs from `id`: a CRM may write it in another form. */
  confirmedId?: string | undefined;
} & (
  | {
      /** The server confirmed it. */
      outcome: "deleted";
    }
  | {
      /** The CRM said that it has no such contact. */
      outcome: "gone";
      /** `true` if an earlier request, of this run or of the one it resumes, may have deleted it. */
      mayHaveBeenApplied: boolean;
    }
  | {
      /** It was sent, and no definite answer came back. */
      outcome: "unknown";
      error: TrutoError;
      /** `true` if sending it again can succeed; if `false`, look for it in the CRM. */
      again: boolean;
    }
  | {
      /** It was certainly not deleted by this run. */
      outcome: "failed";
      error: TrutoError;
      /** `true` if sending it again can succeed. */
      again: boolean;
    }
);

/** An id that is about to be sent for the first time. */
export interface DeleteSend {
  id: string;
  index: number;
  /** The idempotency key of all its attempts. */
  key: string;
}

/** A pause in which nothing is sent: the server asked for it with a 429, or seems to be down. */
export interface DeletePause {
  /** Milliseconds until the next request. */
  delay: number;
  /** The last answer, or why there was none. */
  reason: TrutoError;
}

/** The progress of a run. */
export interface DeleteProgress {
  /** Number of ids with this outcome, including those whose outcome has not been read. */
  deleted: number;
  gone: number;
  unknown: number;
  failed: number;
  /** Number of all ids, if known. */
  total?: number | undefined;
  /** Ids a second over the last ten minutes, at most what the account's limit allows. */
  rate: number;
  /** Milliseconds until all are done, at this rate. */
  eta?: number | undefined;
}

/** Options of {@link deleteContacts}. */
export interface DeleteContactsOptions {
  /** Deletes under way at one time. @default the account's limit, 1,000 at most */
  concurrency?: number | undefined;
  /**
   * After its abort the run takes no more ids and sends no more requests. The requests under way finish, their outcomes
   * are yielded, and then the signal's reason is thrown.
   */
  signal?: AbortSignal | null | undefined;
  /** Milliseconds for one attempt, without the wait before it. @default the client's */
  timeout?: number | undefined;
  /** Attempts after the first for one id; those after a 429 are not counted. @default the client's */
  maxRetries?: number | undefined;
  /**
   * Longest time in ms without a definite answer, whether the server asks for a wait or is down. After that the run ends.
   * `Infinity` waits without a limit. @default 300_000
   */
  maxPause?: number | undefined;
  /**
   * Ends the run after this many answers in a row that are neither a success nor about one contact, and that waiting
   * can't change: 403, a 404 of Truto's own, pages of a proxy. @default 20
   */
  stopAfter?: number | undefined;
  /** Ends the run when this many ids were gone and none was deleted, as the account may be wrong. @default 50 */
  stopAfterGone?: number | undefined;
  /**
   * The limits to keep. Lower them if other programs use the account or the token too.
   * @default { account: 50, token: 500, window: 10_000 }
   * @see https://truto.one/docs/api-reference/overview/rate-limits
   */
  limits?: Partial<Limits> | undefined;
  /** Number of ids, for the progress. @default the length or size of `ids`, if it has one */
  total?: number | undefined;
  /** Awaited before the first attempt of an id, to record that it is under way. If it fails, the run ends. */
  onSend?: ((send: DeleteSend) => unknown) | undefined;
  /**
   * Times of requests that earlier processes sent in this account, by `Date.now()`. Those of the last window still count,
   * so that a restart keeps to the limits.
   */
  sentBefore?: readonly number[] | undefined;
  /**
   * `true` if all ids failed in an earlier run. Then failures in a row are not taken for an outage, and each id gets its
   * attempts without a pause. @default false
   */
  triedBefore?: boolean | undefined;
  /**
   * Returns the key with which an earlier run sent an id without a known outcome, and `undefined` for every other id. No
   * two ids may have the same key: a server that honours keys would delete only one of them.
   */
  resumeKey?: ((id: string, index: number) => string | undefined) | undefined;
  /** Called with the progress at most once a second, and at the end. */
  onProgress?: ((progress: DeleteProgress) => void) | undefined;
  /** Called when a pause begins, and when it becomes longer. */
  onPause?: ((pause: DeletePause) => void) | undefined;
}

/** The query parameters of every delete; there is no format, as no contact is read. */
export type DeleteContactsQuery<Account extends string | undefined = undefined> = Omit<
  DeleteContactQuery<Account>,
  "truto_response_format"
>;

/** The members of a client that a run uses; a wrapper or a stand-in may have only these. */
export interface DeletingClient {
  readonly contacts: {
    delete(id: string, query: DeleteContactsQuery, options?: RequestOptions): PromiseLike<unknown>;
  };
}

/** The same, for a client with a default account or without. */
export interface RunClient {
  readonly contacts: {
    delete(
      id: string,
      query: DeleteContactsQuery<string> | undefined,
      options: RequestOptions,
    ): PromiseLike<unknown>;
  };
}

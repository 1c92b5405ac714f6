import type { DeleteContactQuery } from "../contact-types.js";
import { type TrutoApiError, type TrutoError, TrutoInputError } from "../errors.js";
import { checkNames } from "../options/names.js";
import { checkRequestOptions } from "../options/resolve.js";
import type { RequestOptions } from "../options/types.js";
import type { Limits } from "./pacer.js";

/** What became of one id; every id that was taken from `ids` has exactly one. */
export type DeleteOutcome = {
  /** The contact's id, as it came. */
  id: string;
  /** Its place in `ids`, from 0. */
  index: number;
  /** Requests sent or tried for it. */
  attempts: number;
  /** The id that the answer confirmed, where that is another than `id`: a CRM may write it in another form. */
  confirmedId?: string | undefined;
} & (
  | {
      /** The server confirmed it. */
      outcome: "deleted";
    }
  | {
      /** The CRM said that it has no such contact. */
      outcome: "gone";
      /** Whether a request before that one, of this run or of the one it resumes, may be what deleted it. */
      mayHaveBeenApplied: boolean;
    }
  | {
      /** It was sent, and no definite answer came back. */
      outcome: "unknown";
      error: TrutoError;
      /** Whether sending it again can do better; if not, look for it in the CRM. */
      again: boolean;
    }
  | {
      /** It was certainly not deleted by this run. */
      outcome: "failed";
      error: TrutoError;
      /** Whether sending it again can do better. */
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

/** A pause of an account, after a 429. */
export interface DeletePause {
  /** Milliseconds until the next request. */
  delay: number;
  /** What the server said. */
  reason: TrutoApiError;
}

/** How far a run is. */
export interface DeleteProgress {
  /** Ids that ended so, whether their outcome has been read or not. */
  deleted: number;
  gone: number;
  unknown: number;
  failed: number;
  /** Ids in all, where that is known. */
  total?: number | undefined;
  /** Ids a second since the start, at most what the account's limit allows. */
  rate: number;
  /** Milliseconds until all are done, at this rate. */
  eta?: number | undefined;
}

/** How to delete many contacts. */
export interface DeleteContactsOptions {
  /** Deletes under way at one time. @default 10 */
  concurrency?: number | undefined;
  /**
   * Takes no more ids when it is aborted, and sends no more requests; those under way end as they do, their outcomes
   * are yielded, and then its reason is thrown.
   */
  signal?: AbortSignal | null | undefined;
  /** Milliseconds for one attempt, the wait before it not counted. @default the client's */
  timeout?: number | undefined;
  /** Attempts after the first for one id; those after a 429 are not counted. @default 2 */
  maxRetries?: number | undefined;
  /** Longest time in ms for which the account may get nothing but 429; after that the run ends. @default 300_000 */
  maxPause?: number | undefined;
  /** Ends the run after so many ids in a row that were neither deleted nor gone. @default 20 */
  stopAfter?: number | undefined;
  /**
   * The limits to keep; lower them where other programs use the account or the token too.
   * @default { account: 50, token: 500, window: 10_000 }
   * @see https://truto.one/docs/api-reference/overview/rate-limits
   */
  limits?: Partial<Limits> | undefined;
  /** Number of ids, for the progress. @default the length or size of `ids`, where it has one */
  total?: number | undefined;
  /** Awaited before the first attempt of an id: the place to note that it is under way. When it fails, the run ends. */
  onSend?: ((send: DeleteSend) => unknown) | undefined;
  /** The key with which an earlier run sent an id whose outcome it never learned; none for every other id. */
  resumeKey?: ((id: string, index: number) => string | undefined) | undefined;
  /** Told how far the run is, at most once a second, and at its end. */
  onProgress?: ((progress: DeleteProgress) => void) | undefined;
  /** Told when the account is paused. */
  onPause?: ((pause: DeletePause) => void) | undefined;
}

/** The query parameters of every delete; there is no format, as no contact is read. */
export type DeleteContactsQuery<Account extends string | undefined = undefined> = Omit<
  DeleteContactQuery<Account>,
  "truto_response_format"
>;

/** What a run asks of a client: a wrapper or a stand-in will do. */
export interface DeletingClient {
  readonly contacts: {
    delete(id: string, query: DeleteContactsQuery, options?: RequestOptions): PromiseLike<unknown>;
  };
}

/** What a run makes of a client, with a default account or without. */
export interface RunClient {
  readonly contacts: {
    delete(
      id: string,
      query: DeleteContactsQuery<string> | undefined,
      options: RequestOptions,
    ): PromiseLike<unknown>;
  };
}

const optionNames = Object.keys({
  concurrency: 1,
  signal: 1,
  timeout: 1,
  maxRetries: 1,
  maxPause: 1,
  stopAfter: 1,
  limits: 1,
  total: 1,
  onSend: 1,
  resumeKey: 1,
  onProgress: 1,
  onPause: 1,
} satisfies Record<keyof DeleteContactsOptions, 1>);

/** The options of a run, checked and complete. */
export type Settings = ReturnType<typeof checkOptions>;

/**
 * Checks the options of a run and fills in the defaults.
 * @throws {TrutoInputError} naming the option that is wrong
 */
export function checkOptions(options: DeleteContactsOptions, ids: object) {
  checkNames("option", options, optionNames);
  checkNames("limit", options.limits ?? {}, ["account", "token", "window"] satisfies (keyof Limits)[]);
  const { concurrency = 10, maxRetries = 2, maxPause = 300_000, stopAfter = 20, ...rest } = options;
  const { account = 50, token = 500, window = 10_000 } = options.limits ?? {};
  const { total = sizeOf(ids), timeout } = options;
  checkRequestOptions({ timeout, maxRetries });
  const limits: Limits = { account, token, window };
  for (const [name, value] of Object.entries({ concurrency, maxPause, stopAfter, ...limits })) {
    if (!(value > 0)) throw new TrutoInputError(`${name} must be a number above 0`);
  }
  for (const [name, value] of Object.entries({ account, token })) {
    if (value < 1)
      throw new TrutoInputError(`limits.${name} must be 1 or more: for fewer requests, give a longer window`);
  }
  return { ...rest, concurrency, maxRetries, maxPause, stopAfter, total, limits };
}

/** The number of ids in a list that tells it. */
function sizeOf(ids: object): number | undefined {
  const { length, size } = ids as { length?: unknown; size?: unknown };
  return [length, size].find((value) => typeof value === "number");
}

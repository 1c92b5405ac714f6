import { copyKnown } from "../options/names.js";

/** The maximum numbers of requests in a window of time. */
export interface Limits {
  /** Requests of one account in a window. */
  account: number;
  /** Requests of one token in a window. */
  token: number;
  /** Length of the window in ms. */
  window: number;
}

const names = Object.keys({ account: 1, token: 1, window: 1 } satisfies Record<keyof Limits, 1>);

/**
 * Copies limits and fills in Truto's own.
 * @throws {TrutoInputError} for an unknown name
 * @see https://truto.one/docs/api-reference/overview/rate-limits
 */
export function resolveLimits(given: Partial<Limits> | undefined): Limits {
  const { account = 50, token = 500, window = 10_000 } = copyKnown("limit", given ?? {}, names);
  return { account, token, window };
}

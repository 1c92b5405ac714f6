/** The maximum numbers of requests in a window of time. */
export interface Limits {
  /** Requests of one account in a window. */
  account: number;
  /** Requests of one token in a window. */
  token: number;
  /** Length of the window in ms. */
  window: number;
}

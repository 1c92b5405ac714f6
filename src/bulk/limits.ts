/** How many requests a window of time may hold. */
export interface Limits {
  /** Requests of one account in a window. */
  account: number;
  /** Requests of one token in a window. */
  token: number;
  /** Length of the window in ms. */
  window: number;
}

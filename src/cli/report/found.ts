import type { Header } from "./entry.js";
import type { Ledger } from "./ledger.js";

/** A report as it was found. */
export interface Found {
  /** Bytes of it. */
  length: number;
  /** None when it is new, or broke off in its first line. */
  header?: Header | undefined;
  /** None without a header. */
  ledger?: Ledger | undefined;
  /** Number of ids that it has a list of. */
  listed: number;
  /** These ids, where the reader had none from the input. */
  ids: readonly string[];
  /** `true` if its last run ended in order, so that nobody writes it. */
  isClosed: boolean;
  /** Requests that were sent lately. */
  sent: readonly RecentRequests[];
}

/** Requests that a run sent, and when the last of them arrived at the latest, in ms since 1970. */
export interface RecentRequests {
  at: number;
  requests: number;
}

/** Options for reading a report. */
export interface ReadOptions {
  /** The ids of the input. @default those that the report has a list of */
  ids?: readonly string[];
  /** Looks at the header before anything else is read. */
  check?: (header: Header) => void;
  /** Requests before this moment, in ms since 1970, are of no interest. */
  since?: number;
}

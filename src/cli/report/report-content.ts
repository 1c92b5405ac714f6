import type { Header } from "./entry.js";
import type { Ledger } from "./ledger.js";

/** The content of a report. */
export interface ReportContent {
  /** The length of the report in bytes. */
  length: number;
  /** `undefined` for a new report, and for one whose first line is incomplete. */
  header?: Header | undefined;
  /** `undefined` without a header. */
  ledger?: Ledger | undefined;
  /** Number of ids in the report's list. */
  listed: number;
  /** The ids in the report's list, if the reader was given none from the input. */
  ids: readonly string[];
  /** `true` if the last run ended in order, so that no process is writing the report. */
  isClosed: boolean;
  /** The requests that were sent recently. */
  sent: readonly RecentRequests[];
}

/** A number of requests, and the latest time at which they may have arrived, in ms since 1970. */
export interface RecentRequests {
  at: number;
  requests: number;
}

/** Options for reading a report. */
export interface ReadOptions {
  /** The ids of the input. @default the ids in the report's list */
  ids?: readonly string[];
  /** Called with the header before anything else is read. */
  check?: (header: Header) => void;
  /** Requests before this time, in ms since 1970, are not listed in `sent`. */
  since?: number;
}

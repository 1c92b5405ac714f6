import { Refusal } from "../refusal.js";
import {
  type Entry,
  type Header,
  type IdList,
  isClaim,
  isEntry,
  isHeader,
  isIdList,
  isInPlace,
  mayBecomeHeader,
  parseLine,
} from "./entry.js";
import { Ledger } from "./ledger.js";
import { heartbeat } from "./owned-file.js";
import type { ReadOptions, RecentRequests, ReportContent } from "./report-content.js";
import type { ReportLine } from "./report-lines.js";

/** Requests that a run may have sent for an id whose outcome it did not write: the first one and its retries. */
const mostAttempts = 3;

/** Reads a report line by line. */
export class ReportReader {
  readonly #path: string;
  readonly #options: ReadOptions;
  readonly #since: string;
  readonly #ids: string[] = [];
  #listed = 0;
  readonly #sent: RecentRequests[] = [];
  #line = 0;
  /** The first incomplete line since the last whole one. Only a claim or the end of the report may follow it. */
  #broken: number | undefined;
  #isCut = false;
  #header: Header | undefined;
  #ledger: Ledger | undefined;
  #isClosed = false;
  /** Time of the last line, in ISO 8601. */
  #lastAt = "";

  constructor(path: string, options: ReadOptions) {
    this.#path = path;
    this.#options = options;
    this.#since = new Date(options.since ?? Date.now()).toISOString();
  }

  /** @throws {Refusal} for an invalid line */
  take({ text, offset, isCut = false }: ReportLine): void {
    this.#line++;
    this.#isCut = isCut;
    const line = parseLine(text);
    if (!line) {
      if (!this.#header && !mayBecomeHeader(text)) throw this.#notAReport();
      this.#broken ??= this.#line;
      return;
    }
    if (this.#broken !== undefined && !isClaim(line) && !isHeader(line)) throw this.#damaged(this.#broken);
    this.#broken = undefined;
    if (!this.#header || !this.#ledger) {
      if (!isHeader(line)) throw this.#notAReport();
      this.#options.check?.(line);
      this.#header = line;
      this.#ledger = new Ledger(line.ids);
      return;
    }
    this.#isClosed = typeof line.end === "string";
    if (isEntry(line, this.#idAt)) this.#takeEntry(this.#ledger, line);
    else if (isIdList(line)) this.#takeIds(line);
    // A claim at another position is from a process that came too late.
    else if (isClaim(line) && isInPlace(line, offset)) this.#abandon(this.#ledger);
    else if (!isHeader(line) && !isClaim(line) && !isSignOfLife(line)) throw this.#damaged(this.#line);
    this.#lastAt = timeOf(line) ?? this.#lastAt;
  }

  /** The content of the report, after all its lines. */
  found(length: number): ReportContent {
    if (this.#broken !== undefined && !this.#isCut) throw this.#damaged(this.#broken);
    if (this.#ledger) this.#abandon(this.#ledger);
    return {
      length,
      listed: this.#listed,
      header: this.#header,
      ledger: this.#ledger,
      ids: this.#ids,
      isClosed: this.#isClosed,
      sent: this.#sent,
    };
  }

  readonly #idAt = (n: number): string | undefined => (this.#options.ids ?? this.#ids)[n - 1];

  #takeEntry(ledger: Ledger, entry: Entry): void {
    ledger.apply(entry, this.#line);
    if ("sending" in entry || entry.outcome === "unsent") return;
    const { at = "", attempts = 1 } = entry;
    if (at < this.#since) return;
    const time = Date.parse(at);
    if (Number.isFinite(time)) this.#sent.push({ at: time, requests: attempts });
  }

  /** Reads a part of the list of ids. An incomplete list is written again from its start. */
  #takeIds({ first, list }: IdList): void {
    this.#listed = first - 1 + list.length;
    if (!this.#options.ids) this.#ids.splice(first - 1, this.#ids.length, ...list);
  }

  /** Ends the run so far, which has died. Its requests may have been sent until just before. */
  #abandon(ledger: Ledger): void {
    const requests = ledger.underWay * mostAttempts;
    const at = Date.parse(this.#lastAt) + heartbeat;
    if (requests > 0 && at >= Date.parse(this.#since)) this.#sent.push({ at, requests });
    ledger.abandon();
  }

  #notAReport(): Refusal {
    return new Refusal(`${this.#path} is not a report of this command: name another file`);
  }

  #damaged(line: number): Refusal {
    return new Refusal(`${this.#path}, line ${line}: it is damaged, or not of this run`);
  }
}

function isSignOfLife(line: object): boolean {
  return "alive" in line || "end" in line;
}

function timeOf({ at, alive, end }: Record<string, unknown>): string | undefined {
  const time = at ?? alive ?? end;
  return typeof time === "string" ? time : undefined;
}

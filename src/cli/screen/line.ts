import { countsText, duration } from "../text.js";

/** The progress of a run, for people. */
export interface Facts {
  ids: number;
  /** Number of ids with an outcome. */
  settled: number;
  outcomes: Readonly<Record<"deleted" | "gone" | "unknown" | "failed", number>>;
  /** Ids a second. */
  rate?: number | undefined;
  /** Milliseconds until all are done. */
  left?: number | undefined;
  /** The wait of the run, if any. */
  wait?: Wait | undefined;
}

/** A time in which nothing is sent. */
export interface Wait {
  /** Its text, such as `waiting 7 s for Truto's limit`. */
  text: string;
  /** The reason, if there is room for it. */
  reason?: string | undefined;
}

/** The progress in a line of any length. */
export function wholeLine(facts: Facts): string {
  const { done, rate, left, waitWithReason, counts } = partsOf(facts);
  return join([done, rate, left, waitWithReason, counts]);
}

/** The progress in a line that fits: the bar is left out first, and the number of failures is never cut. */
export function fittingLine(facts: Facts, columns: number): string {
  const { done, percent, rate, left, wait, waitWithReason, waitWithStatus, counts, worst } = partsOf(facts);
  const layouts = [
    [bar(facts, 20), done, rate, left, waitWithReason, counts],
    [bar(facts, 10), done, rate, left, waitWithReason, counts],
    [done, rate, left, waitWithReason, counts],
    [done, left, waitWithReason, counts],
    [done, waitWithReason ?? left, counts],
    [percent, waitWithReason ?? left, counts],
    [percent, waitWithStatus ?? left, counts],
    [percent, wait ?? left, counts],
    // Without its wait a run would seem to hang.
    ...(wait
      ? [
          [percent, waitWithStatus, worst],
          [percent, wait, worst],
        ]
      : []),
    [percent, counts],
    [percent, worst],
  ].map(join);
  return layouts.find((line) => line.length <= columns) ?? worst.slice(0, columns);
}

function partsOf({ ids, settled, outcomes, rate, left, wait }: Facts) {
  const { deleted, failed } = outcomes;
  const withReason = (reason?: string) =>
    wait && reason !== undefined ? `${wait.text}: ${reason}` : wait?.text;
  return {
    done: `${settled}/${ids}`,
    percent: `${Math.floor((settled / ids) * 100)} %`,
    rate: rate === undefined ? undefined : `${rate.toFixed(1)}/s`,
    left: left === undefined ? undefined : `${duration(left)} left`,
    wait: wait?.text,
    waitWithReason: withReason(wait?.reason),
    // The status without its name.
    waitWithStatus: withReason(wait?.reason?.replace(/^(\d+) .*/, "$1")),
    counts: countsText(outcomes),
    worst: countsText({ failed, deleted }),
  };
}

function bar({ settled, ids }: Facts, width: number): string {
  return `[${"#".repeat(Math.floor((width * settled) / ids)).padEnd(width, "-")}]`;
}

function join(parts: (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join("  ");
}

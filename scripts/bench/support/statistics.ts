/** A middle value with the quartiles around it. */
export interface Summary {
  median: number;
  lower: number;
  upper: number;
}

/** Median and quartiles, interpolated between neighbours. */
export function summarize(values: number[]): Summary {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => {
    const position = share * (sorted.length - 1);
    const low = sorted[Math.floor(position)] ?? Number.NaN;
    const high = sorted[Math.ceil(position)] ?? Number.NaN;
    return low + (high - low) * (position % 1);
  };
  return { median: at(0.5), lower: at(0.25), upper: at(0.75) };
}

/** The ratios of values to those that a base had in the same rounds. */
export function pairedRatios(values: number[], base: number[]): Summary {
  return summarize(values.map((value, round) => value / (base[round] ?? Number.NaN)));
}

/** The differences of values from those that a base had in the same rounds. */
export function pairedDifferences(values: number[], base: number[]): Summary {
  return summarize(values.map((value, round) => value - (base[round] ?? Number.NaN)));
}

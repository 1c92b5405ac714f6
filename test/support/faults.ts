/** The faults of a server. */
export type Fault = (typeof faults)[number];

/** Every fault. It comes "before" the contact is deleted, or "after". */
export const faults = [
  "Truto's 404",
  "429 with Retry-After",
  "429 without Retry-After",
  "500 before",
  "500 after",
  "502 of a proxy after",
  "503 of a proxy before",
  "cut before",
  "cut after",
  "cut within the body",
  "stall before",
  "stall after",
  "stall, and act later",
  "twice",
] as const;

/** The probability of each fault, from 0 to 1; all other requests succeed. */
export type FaultRates = Partial<Record<Fault, number>>;

/** The same rate for every fault, or for those named. */
export function evenly(rate: number, named: readonly Fault[] = faults): FaultRates {
  return Object.fromEntries(named.map((fault) => [fault, rate]));
}

/** Random numbers from 0 to 1 that depend on a text only. So the fault of a request depends on its contact, not on the order. */
export function randomOf(text: string): () => number {
  let state = 2_166_136_261;
  for (const character of text) state = Math.imul(state ^ Number(character.codePointAt(0)), 16_777_619);
  // mulberry32
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The fault that a random number selects, if any. */
export function pickFault(rates: FaultRates, random: number): Fault | undefined {
  let threshold = 0;
  return faults.find((fault) => {
    threshold += rates[fault] ?? 0;
    return random < threshold;
  });
}

/** Characters that move the cursor, break a line or change the direction of text, and invisible ones. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A text from outside, made safe to print in one line of a terminal. */
export function printable(text: string): string {
  return text.replace(unprintable, "\uFFFD");
}

/** Names in the library's messages, with the names that the command has for the same things. */
const words: [library: RegExp, command: string][] = [
  [/ \([^()]*\ballowHttp\b[^()]*\)/g, ""],
  [/\bbaseUrl\b/g, "--base-url"],
  [/^token\b|\bthe token option\b/g, "TRUTO_API_TOKEN"],
  [/\bmaxPause\b/g, "--max-wait"],
  [/\bset stopAfterGone to Infinity\b/g, "give --stop-after a larger number"],
  [/\bintegrated_account_id\b/g, "--account"],
  [/\bstopAfter\b/g, "--stop-after"],
];

/** A message of the library, with the command's own names in it. */
export function commandWords(message: string): string {
  return words.reduce((text, [library, command]) => text.replace(library, command), message);
}

/** The message of an error, or the text of anything else that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** A time in its two largest units, such as `1 h 40 min`. */
export function duration(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  if (days > 0) return `${count(days, "day")} ${hours % 24} h`;
  if (hours > 0) return `${hours} h ${minutes % 60} min`;
  if (minutes > 0) return `${minutes} min ${seconds % 60} s`;
  return `${seconds} s`;
}

/** A number with its noun, such as `1 contact` or `2 contacts`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** Counts by their names, such as `498 deleted, 2 gone, 0 unknown, 0 failed`. */
export function countsText(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, number]) => `${number} ${name}`)
    .join(", ");
}

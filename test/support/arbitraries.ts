import fc from "fast-check";

/** Characters with a meaning in URLs and query keys, and invalid ones. */
const hostile = fc.constantFrom(
  ...[
    "a",
    "b",
    "0",
    ".",
    "..",
    "/",
    "\\",
    "%",
    "%2e",
    "%2F",
    "?",
    "#",
    "&",
    "=",
    "+",
    ";",
    ":",
    "@",
    "[",
    "]",
  ],
  ...["[]", " ", "!", "'", "(", ")", "*", "~", "é", "🐕", "__proto__", "constructor", "$&"],
);

/** Characters that are invalid in URLs: control characters and halves of surrogate pairs. */
const impossible = fc.constantFrom("\0", "\t", "\n", "\r", "\u007f", "\u009f", "\ud83d", "\udc15");

/** Well-formed text, often hostile. */
export const wellFormedText = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: hostile }));

/** Any text at all, well-formed or not. */
export const anyText = fc.oneof(
  wellFormedText,
  fc.string({ unit: fc.oneof({ weight: 9, arbitrary: hostile }, { weight: 1, arbitrary: impossible }) }),
);

/** `true` if every surrogate is part of a pair. */
export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

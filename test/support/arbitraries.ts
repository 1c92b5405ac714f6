import fc from "fast-check";

/** What URLs and query keys give a meaning to, and what they can't hold. */
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

/** What no URL carries as it is: control characters and halves of surrogate pairs. */
const impossible = fc.constantFrom("\0", "\t", "\n", "\r", "\u007f", "\u009f", "\ud83d", "\udc15");

/** Well-formed text, often hostile. */
export const wellFormedText = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: hostile }));

/** Any text at all, well-formed or not. */
export const anyText = fc.oneof(
  wellFormedText,
  fc.string({ unit: fc.oneof({ weight: 9, arbitrary: hostile }, { weight: 1, arbitrary: impossible }) }),
);

/** Whether no half of a surrogate pair stands alone. */
export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

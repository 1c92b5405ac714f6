import type { SpecEdit } from "./part.js";
import { requestEdits } from "./request-edits.js";
import { responseEdits } from "./response-edits.js";

/**
 * Kinds of edit, with ratings that follow oasdiff's: its errors and warnings are major. A safe edit is minor when
 * callers can use or notice it, else patch. An edit that changes an exported type of the package is major as well.
 * @see https://github.com/oasdiff/oasdiff/blob/main/docs/BREAKING-CHANGES.md
 */
export const edits: SpecEdit[] = [...requestEdits, ...responseEdits];

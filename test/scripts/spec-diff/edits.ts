import type { SpecEdit } from "./part.js";
import { requestEdits } from "./request-edits.js";
import { responseEdits } from "./response-edits.js";

/**
 * Kinds of edit with the rating that oasdiff documents: an error or warning is major; what is safe is minor where
 * callers can use or notice it, and patch where only readers do. What the package exports as a type is major too.
 * @see https://github.com/oasdiff/oasdiff/blob/main/docs/BREAKING-CHANGES.md
 */
export const edits: SpecEdit[] = [...requestEdits, ...responseEdits];

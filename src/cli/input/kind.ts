import { isUuid } from "../uuid.js";

/** The kinds of characters in an id. */
export type Kind = "digits" | "letters" | "letters and digits" | "UUID" | "other";

/** Finds the kinds of characters in an id; only ASCII letters and digits count. */
export function kindOf(id: string): Kind {
  if (/^\d+$/.test(id)) return "digits";
  if (/^[A-Za-z\d]+$/.test(id)) return /\d/.test(id) ? "letters and digits" : "letters";
  return isUuid(id) ? "UUID" : "other";
}

/** `true` for an id of letters and digits only. */
export function isAlphanumeric(kind: Kind): boolean {
  return kind === "digits" || kind === "letters" || kind === "letters and digits";
}

import { isUuid } from "../uuid.js";

/** What an id is made of. */
export type Kind = "digits" | "letters" | "letters and digits" | "UUID" | "other";

/** Looks at what an id is made of; only letters and digits of ASCII count. */
export function kindOf(id: string): Kind {
  if (/^\d+$/.test(id)) return "digits";
  if (/^[A-Za-z\d]+$/.test(id)) return /\d/.test(id) ? "letters and digits" : "letters";
  return isUuid(id) ? "UUID" : "other";
}

/** Whether an id is of letters and digits alone. */
export function isAlphanumeric(kind: Kind): boolean {
  return kind === "digits" || kind === "letters" || kind === "letters and digits";
}

import { fileURLToPath } from "node:url";

/** What each program prints when all went well. */
export const success = { contact: "23423523", refusal: 404, api: 200, contract: true };

/** The path of one of the users' programs. */
export function program(name: string): string {
  return fileURLToPath(new URL(`programs/${name}`, import.meta.url));
}

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inject } from "vitest";

/** The output of each program after success. */
export const success = { contact: "23423523", refusal: 404, api: 200, contract: true };

/** The path of one of the users' programs. */
export function program(name: string): string {
  return fileURLToPath(new URL(`programs/${name}`, import.meta.url));
}

/** The path of a program that comes with one of the users' tools. */
export function tool(path: string): string {
  return join(inject("workshop"), "node_modules", path);
}

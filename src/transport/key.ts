import { TrutoInputError } from "../errors.js";

/**
 * A new idempotency key, a UUID of version 4.
 * @throws {TrutoInputError} if the runtime has no source of random numbers
 */
export function randomKey(): string {
  const { crypto } = globalThis as { crypto?: Partial<Crypto> };
  // Pages over plain http, jsdom and React Native have no randomUUID.
  if (crypto?.randomUUID) return crypto.randomUUID();
  if (!crypto?.getRandomValues) {
    throw new TrutoInputError(
      "this runtime has no crypto.getRandomValues: give each call an Idempotency-Key in headers",
    );
  }
  const bytes = [...crypto.getRandomValues(new Uint8Array(16))];
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
  // The version and the variant of a random UUID. https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-4
  return hex.replace(/(.{8})(.{4}).(.{3}).(.{3})/, "$1-$2-4$3-8$4-");
}

import { TrutoInputError } from "../errors.js";

/**
 * A new idempotency key, a UUID of version 4.
 * @throws {TrutoInputError} where the runtime has no source of random numbers
 */
export function randomKey(): string {
  const { crypto } = globalThis as { crypto?: Partial<Crypto> };
  // Pages over plain http, jsdom and React Native have no randomUUID.
  if (crypto?.randomUUID) return crypto.randomUUID();
  if (!crypto?.getRandomValues) {
    throw new TrutoInputError(
      "this runtime has no crypto for an Idempotency-Key: give one in headers, or add crypto.getRandomValues",
    );
  }
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  // https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-4
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
